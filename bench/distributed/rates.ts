import { setTimeout as sleep } from 'node:timers/promises';
import type { SeededRandom } from '#libs/models';
import type { Server } from '../harness.js';
import { load } from '../lrs/load.js';
import { postFifty } from '../lrs/operations.js';
import { storedBy } from './processes.js';

const RUNS = 3;
/** Of a run, of fifty statements each. */
const REQUESTS = 1600;
const STATEMENTS = REQUESTS * postFifty.brings;
const LOOK_EVERY_MS = 50;

export interface EmbeddedRates {
  /** Statements acknowledged a second, by run. */
  readonly taken: readonly number[];
  /** Statements a second, from the first request to the last row, by run. */
  readonly stored: readonly number[];
}

/** One process that takes in and stores. */
export async function embeddedRates(server: Server, random: SeededRandom): Promise<EmbeddedRates> {
  const taken: number[] = [];
  const stored: number[] = [];
  for (let run = 1; run <= RUNS; run++) {
    const began = performance.now();
    taken.push(await takenIn(server, random));
    while ((await storedBy(server)) < run * STATEMENTS) await sleep(LOOK_EVERY_MS);
    stored.push((STATEMENTS * 1000) / (performance.now() - began));
  }
  return { taken, stored };
}

/** With nobody behind the bus: what one API takes in a second, by run. */
export async function rateOfTheDoor(api: Server, random: SeededRandom): Promise<number[]> {
  const rates: number[] = [];
  for (let run = 0; run < RUNS; run++) rates.push(await takenIn(api, random));
  return rates;
}

/** What a worker that has just started stores a second of what `rateOfTheDoor` left: of each run's part in turn. */
export async function rateOfTheStore(worker: Server): Promise<number[]> {
  const ends: number[] = [];
  let began: number | undefined;
  while (ends.length < RUNS) {
    const stored = await storedBy(worker);
    const now = performance.now();
    if (began === undefined && stored > 0) began = now;
    while (ends.length < Math.floor(stored / STATEMENTS) && ends.length < RUNS) ends.push(now);
    await sleep(LOOK_EVERY_MS);
  }
  return ends.map((end, part) => (STATEMENTS * 1000) / (end - (ends[part - 1] ?? began!)));
}

async function takenIn(server: Server, random: SeededRandom): Promise<number> {
  const { requestsPerSecond } = await load(server.url, postFifty, random, { requests: REQUESTS });
  return requestsPerSecond * postFifty.brings;
}
