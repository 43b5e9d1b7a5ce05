import type { LearnerPid, NudgeLedger, NudgeOutcome, NudgeRow } from '#libs/contracts';
import type { Queryable } from '../postgres.js';
import { currentRegion } from './learner.store.js';
import { type RegionScope, scopeParameter } from './region-scope.js';
import { one, pageOf } from './rows.js';

export interface NudgeFilter {
  readonly state?: NudgeRow['state'];
  readonly learner?: LearnerPid;
  readonly limit: number;
  /** Id of the last nudge seen, a UUID; null = from the newest. */
  readonly cursor: string | null;
}

/** As in the contract, but for the tenant's daily cap, which the rules tell. */
export type NudgeLedgerPage = Omit<NudgeLedger, 'dailyCap'>;

export type OutcomeReceipt = 'recorded' | 'repeated' | 'unknown-nudge';

const utc = (instant: string): string =>
  `to_char(${instant} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const visible = `FROM nudges n
  JOIN learners l ON l.tenant = n.tenant AND l.learner_pid = n.learner_pid ${currentRegion}
  WHERE n.tenant = $1 AND ($2::text[] IS NULL OR g.path && $2)`;

const row = `SELECT n.id, ${utc('n.created_at')} AS "createdAt",
    jsonb_build_object('pid', n.learner_pid, 'name', NULL, 'region', CASE WHEN g.code IS NOT NULL THEN
      jsonb_build_object('code', g.code, 'parent', g.parent, 'level', g.level,
        'name', jsonb_build_object('zh', g.name_zh, 'en', g.name_en)) END) AS learner,
    (SELECT runs.code FROM runs WHERE runs.tenant = n.tenant AND runs.iri = n.run) AS run,
    (SELECT jsonb_build_object('code', r.code, 'name', r.definition -> 'name') FROM nudge_rules r
      WHERE r.tenant = n.tenant AND r.code = n.rule AND r.version = n.rule_version) AS rule,
    n.arm, n.state, n.suppressed, ${utc('n.not_before')} AS "notBefore", ${utc('n.expires_at')} AS "expiresAt",
    n.probability, n.lower, n.upper, n.model, n.reasons, ${utc('n.sent_at')} AS "sentAt",
    (SELECT COALESCE(jsonb_agg(jsonb_build_object('at', ${utc('a.at')}, 'status', a.status, 'error', a.error)
      ORDER BY a.started_at), '[]') FROM nudge_attempts a WHERE a.nudge = n.id) AS attempts,
    (SELECT COALESCE(jsonb_agg(jsonb_build_object('status', o.status, 'at', ${utc('o.at')}, 'detail', o.detail)
      ORDER BY o.at, o.recorded_at), '[]') FROM nudge_outcomes o WHERE o.nudge = n.id) AS outcomes
  ${visible}`;

/** Reads the ledger of nudges; writer of `nudge_outcomes`. Names of people are not kept here: `learner.name` is null. */
export class NudgeLedgerStore {
  constructor(private readonly db: Queryable) {}

  /** How long the oldest is overdue that could go, of all tenants, in real time, seconds; 0 where none waits. */
  async overdueSeconds(): Promise<number> {
    const [waiting] = await this.db.query<{ seconds: number }>(
      `SELECT COALESCE(EXTRACT(EPOCH FROM clock_timestamp() - min(GREATEST(not_before, retry_at))), 0)::float8 AS seconds
       FROM nudges WHERE state = 'pending' AND GREATEST(not_before, retry_at) <= clock_timestamp()`,
    );
    return waiting?.seconds ?? 0;
  }

  /** Newest first. The figures above the rows count all that the reader may see, whatever the filter. */
  async read(tenant: string, scope: RegionScope, filter: NudgeFilter, now: Date): Promise<NudgeLedgerPage> {
    const reader = [tenant, scopeParameter(scope)];
    const [rows, sent, counts, outcomes] = await Promise.all([
      this.db.query<NudgeRow>(
        `${row} AND ($3::text IS NULL OR n.state = $3) AND ($4::text IS NULL OR n.learner_pid = $4)
           AND ($5::uuid IS NULL OR (n.created_at, n.id) <
             (SELECT c.created_at, c.id FROM nudges c WHERE c.tenant = $1 AND c.id = $5))
         ORDER BY n.created_at DESC, n.id DESC LIMIT $6`,
        [...reader, filter.state ?? null, filter.learner ?? null, filter.cursor, filter.limit + 1],
      ),
      this.db.query<{ count: number }>(
        `SELECT count(*)::int AS count ${visible} AND n.state = 'sent' AND n.sent_at >=
           (SELECT date_trunc('day', $3::timestamptz AT TIME ZONE t.time_zone) AT TIME ZONE t.time_zone
            FROM tenants t WHERE t.id = $1)`,
        [...reader, now],
      ),
      this.db.query<NudgeLedger['counts'][number]>(
        `SELECT n.state, count(*)::int AS count ${visible} GROUP BY n.state ORDER BY n.state`,
        reader,
      ),
      this.db.query<NudgeLedger['outcomes'][number]>(
        `SELECT o.status, count(DISTINCT o.nudge)::int AS count FROM nudge_outcomes o
         WHERE o.nudge IN (SELECT n.id ${visible}) GROUP BY o.status ORDER BY o.status`,
        reader,
      ),
    ]);
    const page = pageOf(rows, filter.limit, ({ id }) => id);
    return {
      asOf: now.toISOString(),
      sentToday: one(sent).count,
      counts,
      outcomes,
      rows: [...page.rows],
      nextCursor: page.nextCursor,
    };
  }

  /** null where there is no such nudge, or none that the reader may see. `id` is a UUID. */
  async find(tenant: string, scope: RegionScope, id: string): Promise<NudgeRow | null> {
    const [found] = await this.db.query<NudgeRow>(`${row} AND n.id = $3::uuid`, [
      tenant,
      scopeParameter(scope),
      id,
    ]);
    return found ?? null;
  }

  /** Once per status and instant: of a repeated report the first detail stays. `id` is a UUID. */
  async recordOutcome(tenant: string, id: string, outcome: NudgeOutcome): Promise<OutcomeReceipt> {
    const [result] = await this.db.query<{ known: boolean; added: boolean }>(
      `WITH nudge AS (SELECT id FROM nudges WHERE tenant = $1 AND id = $2::uuid),
         added AS (INSERT INTO nudge_outcomes (nudge, status, at, detail) SELECT id, $3, $4, $5 FROM nudge
           ON CONFLICT DO NOTHING RETURNING nudge)
       SELECT EXISTS (SELECT FROM nudge) AS known, EXISTS (SELECT FROM added) AS added`,
      [tenant, id, outcome.status, outcome.at, outcome.detail ?? null],
    );
    if (result?.known !== true) return 'unknown-nudge';
    return result.added ? 'recorded' : 'repeated';
  }
}
