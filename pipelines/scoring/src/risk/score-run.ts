import type { ClickHouse } from '#libs/clickhouse';
import { addDays, type ScoredMessage } from '#libs/contracts';
import type { EventBus, FollowedTraces } from '#libs/event-bus';
import { usualFigures, type Silence } from '#libs/features';
import { scoredAt as scoredAtOf } from '../newest.query.js';
import { readLandmarksNow } from './landmarks.js';
import { explainedBy, scoreRows, type ScoringModel } from './score-row.js';
import { figuresOf, weekBefore } from './week-before.query.js';
import type { AwayOf } from './silences.js';
import type { TenantDay } from './tenant-day.js';
import { unlikeOf, type UnlikeOf } from './unlike-of.js';
import type { UsualOf } from './usual-of.js';

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

export interface ToldOfRun {
  readonly usualOf: UsualOf;
  readonly unlikeOf: UnlikeOf;
}

/**
 * Scores learners of a run as of now: events up to this moment count. Appends to `scores`, announces who was scored,
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
    code,
    learners,
    day,
    followed,
  }: {
    tenant: string;
    run: string;
    code: string;
    learners: readonly string[];
    day: TenantDay;
    followed?: FollowedTraces;
  },
  silences: ReadonlyMap<string, Silence>,
  told?: ToldOfRun,
): Promise<readonly string[]> {
  const active = await activeModel(tenant);
  if (active === null) return [];
  const asof = addDays(day.today, 1);
  const landmarks = await readLandmarksNow(clickhouse, { tenant, run, asof, learners }, silences);
  if (landmarks.length === 0) return [];
  const of = { tenant, run, asof };
  const [at, usual, before, unlike] = await Promise.all([
    scoredAtOf(clickhouse, day.now, { tenant, run, learners: [...learners], asof }),
    learners.length === 0 || !told ? usualFigures(landmarks) : told.usualOf(of, day.now),
    clickhouse.query(weekBefore, {
      tenant,
      run,
      horizon: explainedBy(active.model),
      asof,
      learners: [...learners],
    }),
    learners.length === 0 || !told ? unlikeOf(active, landmarks) : told.unlikeOf(active, of, day.now),
  ]);
  const scoredAt = at.toISOString();
  const comparison = { usual, weekBefore: figuresOf(before), silences, unlike };
  const rows = scoreRows(active, landmarks, { tenant, run, code, asof, scoredAt }, comparison);
  await clickhouse.insert('scores', rows, { token: newToken() });
  const highest = highestOf(rows);
  const messages: ScoredMessage[] = landmarks.map(({ learner_pid: learnerPid }) => ({
    v: 1,
    tenant,
    run,
    learnerPid,
    scoredAt,
    highest: highest.get(learnerPid) ?? null,
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

/** By learner, of the chances of leaving; nobody without one. */
function highestOf(rows: ReturnType<typeof scoreRows>): Map<string, number> {
  const highest = new Map<string, number>();
  for (const { learner_pid: learner, horizon, probability } of rows)
    if (horizon !== 'end' && probability !== null)
      highest.set(learner, Math.max(probability, highest.get(learner) ?? 0));
  return highest;
}
