import type { ClickHouse } from '#libs/clickhouse';
import type { ScoredMessage } from '#libs/contracts';
import type { EventBus } from '#libs/event-bus';
import { landmarkQuery } from '#libs/features';
import { scoredAt as scoredAtOf } from '../newest.query.js';
import { scoreRows, type ScoringModel } from './score-row.js';

export interface TenantDay {
  /** The tenant's clock. */
  readonly now: Date;
  /** YYYY-MM-DD in the tenant's time zone. */
  readonly today: string;
}

export interface ScoringDependencies {
  readonly clickhouse: Pick<ClickHouse, 'query' | 'insert'>;
  readonly bus: Pick<EventBus, 'publish'>;
  /** null where the tenant has no model yet. */
  readonly activeModel: (tenant: string) => Promise<ScoringModel | null>;
  readonly dayOf: (tenant: string) => Promise<TenantDay>;
  readonly newToken: () => string;
}

/**
 * Scores learners of a run as of now: events up to this moment count. Appends to `scores`, announces who was scored,
 * resolves with how many.
 * @param learners pids; empty = everybody in the population
 */
export async function scoreRun(
  { clickhouse, bus, activeModel, newToken }: ScoringDependencies,
  {
    tenant,
    run,
    code,
    learners,
    day,
  }: {
    tenant: string;
    run: string;
    code: string;
    learners: readonly string[];
    day: TenantDay;
  },
): Promise<number> {
  const active = await activeModel(tenant);
  if (active === null) return 0;
  const asof = dayAfter(day.today);
  const landmarks = await clickhouse.query(landmarkQuery, {
    tenant,
    run,
    asof,
    offsets: [],
    learners: [...learners],
  });
  if (landmarks.length === 0) return 0;
  const pids = landmarks.map(({ learner_pid: pid }) => pid);
  const at = await scoredAtOf(clickhouse, day.now, { tenant, run, learners: [...new Set(pids)], asof });
  const scoredAt = at.toISOString();
  const rows = scoreRows(active, landmarks, { tenant, run, code, asof, scoredAt });
  await clickhouse.insert('scores', rows, { token: newToken() });
  const messages: ScoredMessage[] = landmarks.map(({ learner_pid: learnerPid }) => ({
    v: 1,
    tenant,
    run,
    learnerPid,
    scoredAt,
    highest: highestOf(rows.filter((row) => row.learner_pid === learnerPid && row.horizon !== 'end')),
  }));
  await bus.publish(
    'scored',
    messages.map((value) => ({ key: `${tenant}:${value.learnerPid}`, value })),
    { whenFull: 'wait' },
  );
  return landmarks.length;
}

function highestOf(rows: readonly { readonly probability: number | null }[]): number | null {
  const known = rows.flatMap(({ probability }) => probability ?? []);
  return known.length === 0 ? null : Math.max(...known);
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
