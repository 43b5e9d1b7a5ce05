import { setTimeout as sleep } from 'node:timers/promises';
import { type DemoControl, Roster } from '#libs/contracts';
import { mergeRosters, type Province } from '#libs/simulator';
import { DEFAULT_TENANT, type Platform } from '../../../host/src/index.js';
import type { DemoFiles, GivenNudge } from './demo-settings.js';
import { applyRoster, pidFor } from './seed-province.js';

const DAY_MS = 86_400_000;
/** Real milliseconds between two steps. */
const STEP_MS = 400;
/** Statements of a request. */
const AT_ONCE = 50;

export interface LiveProvinceOptions {
  readonly platform: Platform;
  readonly province: Province;
  readonly files: DemoFiles;
  /** KEY:SECRET with xapi:write. */
  readonly credentials: string;
}

/**
 * The province goes on living: every step it hands in, over HTTP like any learning platform, what arrived meanwhile,
 * and the tenant's clock moves on with it. Nudges that were sent reach its learners.
 */
export class LiveProvince {
  readonly #options: LiveProvinceOptions;
  readonly #stopping = new AbortController();
  readonly #given = new Set<string>();
  #paused = false;
  #secondsPerDay = 10;
  #running: Promise<void> | null = null;

  constructor(options: LiveProvinceOptions) {
    this.#options = options;
  }

  state(): { paused: boolean; secondsPerDay: number } {
    return { paused: this.#paused, secondsPerDay: this.#secondsPerDay };
  }

  set({ paused, secondsPerDay }: DemoControl): Promise<void> {
    this.#paused = paused ?? this.#paused;
    this.#secondsPerDay = secondsPerDay ?? this.#secondsPerDay;
    return Promise.resolve();
  }

  start(onError: (error: unknown) => void): void {
    this.#running = this.#live(onError);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #live(onError: (error: unknown) => void): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      // Rejects when stopping: then there is nothing to wait for.
      await sleep(STEP_MS, undefined, { signal }).catch(() => undefined);
      if (this.#paused || this.#stopping.signal.aborted) continue;
      try {
        await this.#step();
      } catch (error) {
        onError(error);
      }
    }
  }

  async #step(): Promise<void> {
    const { province, platform, credentials } = this.#options;
    const to = new Date(
      Date.parse(province.now) + (DAY_MS / (this.#secondsPerDay * 1000)) * STEP_MS,
    ).toISOString();
    await this.#passNudgesOn();
    const { statements, changes } = province.advance(to);
    if (changes.length > 0)
      await applyRoster(platform, Roster.parse(mergeRosters(changes.map(({ roster }) => roster))));
    await platform.stores.tenants.setSimulatedNow(DEFAULT_TENANT, new Date(to));
    for (let from = 0; from < statements.length; from += AT_ONCE)
      await post(
        platform.publicUrl,
        credentials,
        statements.slice(from, from + AT_ONCE).map(({ statement }) => statement),
      );
  }

  /** What was sent since the last step and has not reached its learner. */
  async #passNudgesOn(): Promise<void> {
    const { province, platform, files } = this.#options;
    const sent = await platform.postgres.query<{ id: string; learnerPid: string }>(
      `SELECT id, learner_pid AS "learnerPid" FROM nudges
       WHERE tenant = $1 AND state = 'sent' AND arm = 'treated' ORDER BY sent_at DESC LIMIT 200`,
      [DEFAULT_TENANT],
    );
    const fresh = sent.filter(({ id }) => !this.#given.has(id));
    if (fresh.length === 0) return;
    const pidOf = pidFor(platform);
    const accounts = new Map(
      Roster.parse(province.rosterNow()).learners.map(({ account }) => [pidOf(account), account.name]),
    );
    for (const { id, learnerPid } of fresh) {
      this.#given.add(id);
      const account = accounts.get(learnerPid);
      if (account === undefined) continue;
      const nudge: GivenNudge = { account, day: dayOf(province.now), at: province.now };
      if (province.applyNudge(account, nudge.day)) await files.addNudge(nudge);
    }
  }

  /** After a restart: nudges that were given before are not given again. */
  async forgetSent(): Promise<void> {
    const rows = await this.#options.platform.postgres.query<{ id: string }>(
      `SELECT id FROM nudges WHERE tenant = $1 AND state = 'sent'`,
      [DEFAULT_TENANT],
    );
    for (const { id } of rows) this.#given.add(id);
  }
}

/**
 * Brings a province of a former run to where it was: it lives through the same days again, with the nudges that it got,
 * and nothing is sent.
 */
export function relive(province: Province, nudges: readonly GivenNudge[], until: string): void {
  for (const { account, day, at } of nudges) {
    if (at > until) break;
    province.advance(at);
    province.applyNudge(account, day);
  }
  province.advance(until);
}

async function post(url: string, credentials: string, statements: readonly unknown[]): Promise<void> {
  for (;;) {
    const response = await fetch(`${url}/xapi/statements`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-experience-api-version': '1.0.3',
        authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
      },
      body: JSON.stringify(statements),
    });
    if (response.ok) return;
    const answer = (await response.text()).slice(0, 400);
    if (response.status !== 503) throw new Error(`the record store answered ${response.status}: ${answer}`);
    await sleep(1000 * Number(response.headers.get('retry-after') ?? 1));
  }
}

function dayOf(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 10);
}
