import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from '../../libs/simulator/src/random.js';
import { compareStores, type Stored } from '../crash/compare-stores.js';
import { ChaosSenders } from './chaos-senders.js';
import { ChaosTown } from './chaos-town.js';
import { compareWithTwin } from './compare-with-twin.js';
import { diskFull, faults, kills, type Fault } from './faults.js';

/** All must be whole again, without a hand, within this, seconds. */
const RECOVERY_SECONDS = 30;

export interface ChaosRound {
  readonly fault: string;
  /** Statements acknowledged in it. */
  readonly acknowledged: number;
  /** Requests that had to come again. */
  readonly again: number;
  /** Of all that was acknowledged until then, not stored and stored more than once when the time to recover was over. */
  readonly lost: number;
  readonly doubled: number;
  /** From the end of the fault until everybody is ready, and everything is stored once and counted. */
  readonly recoverySeconds: number;
  readonly found: readonly string[];
}

export interface ChaosOptions {
  readonly rounds: number;
  /** Which kinds; left out = all that this machine can make. */
  readonly among?: (fault: Fault) => boolean;
  readonly seed: number;
  readonly onRound?: (round: ChaosRound, number: number) => void;
}

export interface ChaosOutcome {
  readonly rounds: readonly ChaosRound[];
  /** What differs, at the end of all, from an embedded engine that was given the same statements. */
  readonly differing: readonly string[];
}

/**
 * Faults under load, one a round, each kind once before any comes again; after each, what lies in the stores is held
 * against what was acknowledged, and the rollups against a recount. At the end everybody is scored, and all tables are
 * held against those of the embedded engine.
 */
export async function chaos({
  rounds,
  seed,
  among = () => true,
  onRound,
}: ChaosOptions): Promise<ChaosOutcome> {
  const random = new Random('chaos', seed);
  const uniform = (): number => random.uniform();
  const town = await ChaosTown.start();
  try {
    await recovered(town, new Set());
    const senders = new ChaosSenders(() => town.url, uniform);
    const told: ChaosRound[] = [];
    const kinds = [
      ...faults,
      ...(town.servers.clickhouse.disk === undefined ? [] : [diskFull]),
      ...kills,
    ].filter(among);
    let order: readonly Fault[] = [];
    for (let number = 1; number <= rounds; number++) {
      if (order.length === 0) order = random.shuffled([...kinds]);
      const [fault, ...others] = order;
      order = others;
      const round = await oneRound(town, senders, fault!, number, uniform);
      told.push(round);
      onRound?.(round, number);
    }
    return { rounds: told, differing: await compareWithTwin(town, senders.statements) };
  } finally {
    await town.end();
  }
}

async function oneRound(
  town: ChaosTown,
  senders: ChaosSenders,
  fault: Fault,
  number: number,
  random: () => number,
): Promise<ChaosRound> {
  const before = {
    acknowledged: senders.acknowledged.size,
    again: senders.again,
    unexpected: senders.unexpected.length,
  };
  const sending = senders.send(number);
  await sleep(300 + 1200 * random());
  const otherwise = await fault.happen(town, random);
  const healed = performance.now();
  await sleep(500);
  senders.stop();
  const problem = await Promise.race([sending.then(() => undefined), late('senders are not taken in')]);
  const found = [
    ...senders.unexpected.slice(before.unexpected),
    ...[otherwise, problem].filter((one) => one !== undefined),
  ];
  const ended = await town.startEnded();
  found.push(...ended.map((said) => `a process ended: ${said}`));
  const { missing, doubled, wrongLearnerDays, deadLetters } = await recovered(town, senders.acknowledged);
  if (missing.length > 0) found.push(`lost: ${missing.length}, first ${missing[0]}`);
  if (doubled.length > 0) found.push(`doubled: ${doubled.length}, first ${doubled[0]}`);
  if (wrongLearnerDays > 0) found.push(`wrong learner-days: ${wrongLearnerDays}`);
  if (deadLetters > 0) found.push(`dead letters: ${deadLetters}`);
  const recoverySeconds = (performance.now() - healed) / 1000;
  if (recoverySeconds > RECOVERY_SECONDS) found.push(`recovered after ${recoverySeconds.toFixed(0)} s`);
  return {
    fault: fault.name,
    acknowledged: senders.acknowledged.size - before.acknowledged,
    again: senders.again - before.again,
    lost: missing.length,
    doubled: doubled.length,
    recoverySeconds,
    found,
  };
}

const late = (what: string): Promise<string> =>
  sleep(RECOVERY_SECONDS * 1000, `${what} within ${RECOVERY_SECONDS} s`, { ref: false });

/** What lies in the stores when all is whole, or when the time for that is over. */
async function recovered(town: ChaosTown, acknowledged: ReadonlySet<string>): Promise<Stored> {
  const end = performance.now() + RECOVERY_SECONDS * 1000;
  for (;;) {
    const stored = await compareStores(town.clickhouse, acknowledged);
    const isWhole =
      stored.missing.length + stored.doubled.length + stored.wrongLearnerDays === 0 &&
      (await town.areReady());
    if (isWhole || performance.now() > end) return stored;
    await sleep(250);
  }
}
