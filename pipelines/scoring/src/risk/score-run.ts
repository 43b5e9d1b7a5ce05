import type { ClickHouse } from '#libs/clickhouse';
import { addDays, horizons, type ScoredMessage } from '#libs/contracts';
import type { EventBus, FollowedTraces } from '#libs/event-bus';
import type { Silence } from '#libs/features';
import { scoredAt as scoredAtOf } from '../newest.query.js';
import { readLandmarksNow } from './landmarks.js';
import { type Score, scoresOf, scoringRows, type ScoringModel } from './score-row.js';
import type { AwayOf } from './silences.js';
import type { TenantDay } from './tenant-day.js';
import { type RunTold, toldOf } from './told-of-run.js';
import { figuresOf, weekBefore } from './week-before.query.js';

export interface ScoringDependencies {
  readonly clickhouse: Pick<ClickHouse, 'query' | 'insert'>;
  readonly bus: Pick<EventBus, 'publish'>;
  /** null where the tenant has no model yet. */
  readonly activeModel: (tenant: string) => Promise<ScoringModel | null>;
  readonly dayOf: (tenant: string) => Promise<TenantDay>;
  /** Duty and leave by the roster. */
  readonly awayOf: AwayOf;
  readonly newToken: () => string;
}

/**
 * Scores learners of a run as of now: events up to this moment count. Appends to `scorings`, announces who was scored,
 * resolves with their pids.
 * @param learners pids; empty = everybody in the population
 * @param followed traces by pid
 * @param silences by learner: on the days that excuse them the learner's clock stood still
 * @param told what is to be known of the whole run; asked for where only some are scored
 */
export async function scoreRun(
  { clickhouse, bus, activeModel, newToken }: ScoringDependencies,
  {
    tenant,
    run,
    learners,
    day,
    followed,
  }: {
    tenant: string;
    run: string;
    learners: readonly string[];
    day: TenantDay;
    followed?: FollowedTraces;
  },
  silences: ReadonlyMap<string, Silence>,
  told?: RunTold,
): Promise<readonly string[]> {
  const active = await activeModel(tenant);
  if (active === null) return [];
  const asof = addDays(day.today, 1);
  const landmarks = await readLandmarksNow(clickhouse, { tenant, run, asof, learners }, silences);
  if (landmarks.learners.length === 0) return [];
  const of = { tenant, run, asof };
  const [at, before, ofRun] = await Promise.all([
    scoredAtOf(clickhouse, day.now, { tenant, run, learners: [...learners], asof }),
    clickhouse.query(weekBefore, { ...of, learners: [...learners] }),
    learners.length === 0 || !told ? toldOf(active, landmarks) : told(active, of, day.now),
  ]);
  const scoredAt = at.toISOString();
  const scores = scoresOf(active, landmarks, { ...ofRun, weekBefore: figuresOf(before) });
  const rows = scoringRows(scores, active.version, { tenant, run, asof, scoredAt }, silences);
  await clickhouse.insert('scorings', rows, { token: newToken() });
  const messages = scores.map((score): ScoredMessage => ({
    v: 1,
    tenant,
    run,
    learnerPid: score.learner,
    scoredAt,
    highest: highestOf(score),
  }));
  await bus.publish(
    'scored',
    messages.map((value) => ({
      key: `${tenant}:${value.learnerPid}`,
      value,
      ...followed?.carriedBy(value.learnerPid),
    })),
    { whenFull: 'wait' },
  );
  return messages.map(({ learnerPid }) => learnerPid);
}

/** Of the chances of leaving; null without one. */
function highestOf({ estimates }: Score): number | null {
  let highest: number | null = null;
  estimates.forEach(({ probability }, at) => {
    if (horizons[at] !== 'end' && probability !== null) highest = Math.max(probability, highest ?? 0);
  });
  return highest;
}
