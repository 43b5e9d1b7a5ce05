import { setImmediate as nextTick } from 'node:timers/promises';
import { encodedRows, type ClickHouse } from '#libs/clickhouse';
import { addDays, horizons, type ScoredMessage } from '#libs/contracts';
import type { EventBus, FollowedTraces } from '#libs/event-bus';
import type { Silence } from '#libs/features';
import { scoredAt as scoredAtOf } from '../newest.query.js';
import { readLandmarksNow } from './landmarks.js';
import { type Score, scoresOf, scoringColumns, scoringRows } from './score-row.js';
import type { ScoringModel } from './scoring-model.js';
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

export interface ToScore {
  readonly tenant: string;
  /** IRIs. */
  readonly runs: readonly string[];
  /** pids; empty = everybody in the population. */
  readonly learners: readonly string[];
  readonly day: TenantDay;
  /** Traces by pid. */
  readonly followed?: FollowedTraces;
}

/**
 * Scores learners of runs as of now: events up to this moment count. Appends to `scorings`, announces who was scored,
 * resolves with their pids, once for each run that they are in.
 * @param silences by run and learner: on the days that excuse them the learner's clock stood still
 * @param told what is to be known of whole runs; asked for where only some are scored
 */
export async function scoreRuns(
  { clickhouse, bus, activeModel, newToken }: ScoringDependencies,
  { tenant, runs, learners, day, followed }: ToScore,
  silences: ReadonlyMap<string, ReadonlyMap<string, Silence>>,
  told?: RunTold,
): Promise<readonly string[]> {
  const active = await activeModel(tenant);
  if (active === null) return [];
  const of = { tenant, runs: [...runs], learners: [...learners], asof: addDays(day.today, 1) };
  const landmarks = await readLandmarksNow(clickhouse, of, silences);
  if (landmarks.length === 0) return [];
  const [scoredAt, before] = await Promise.all([
    scoredAtOf(clickhouse, day.now, of),
    clickhouse.query(weekBefore, of),
  ]);
  const rows: Buffer[] = [];
  const messages: ScoredMessage[] = [];
  for (const one of landmarks) {
    const { run } = one;
    const moment = { tenant, run, asof: of.asof, scoredAt: scoredAt(run).toISOString() };
    const ofRun = learners.length === 0 || !told ? toldOf(active, one) : await told(active, moment, day.now);
    const scores = scoresOf(active, one, { ...ofRun, weekBefore: figuresOf(before, run) });
    rows.push(
      encodedRows(scoringRows(scores, one, active.version, moment, silences.get(run)), scoringColumns),
    );
    // a run of 2,000 takes a tenth of a second, for which requests to this process would wait
    await nextTick();
    for (const score of scores)
      messages.push({
        v: 1,
        tenant,
        run,
        learnerPid: one.learners[score.row]!,
        scoredAt: moment.scoredAt,
        highest: highestOf(score),
      });
  }
  await clickhouse.insert('scorings', { columns: scoringColumns, rows }, { token: newToken() });
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
function highestOf({ probability }: Score): number | null {
  let highest: number | null = null;
  probability.forEach((chance, at) => {
    if (horizons[at] !== 'end' && chance !== null) highest = Math.max(chance, highest ?? 0);
  });
  return highest;
}
