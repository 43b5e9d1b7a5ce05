import type { EnrolmentStatus, LearnerPid, NudgeIntent, Reason, SuppressionReason } from '#libs/contracts';
import type { Queryable } from '../postgres.js';
import { one } from './rows.js';

/** What a rule decided about a learner, with what it saw. Instants but `scoredAt` are in the tenant's time. */
export interface DecidedNudge {
  readonly tenant: string;
  readonly rule: string;
  readonly ruleVersion: number;
  readonly learnerPid: LearnerPid;
  /** YYYY-MM-DD, first day of the window. */
  readonly windowStart: string;
  readonly run: string;
  readonly arm: 'treated' | 'holdout';
  /** null: to be sent. */
  readonly suppressed: SuppressionReason | null;
  readonly createdAt: Date;
  readonly notBefore: Date;
  readonly expiresAt: Date;
  readonly horizonDays: number;
  readonly scoredAt: Date;
  readonly probability: number;
  readonly lower: number;
  readonly upper: number;
  readonly model: string;
  readonly reasons: readonly Reason[];
  readonly gaps: readonly NudgeIntent['reason']['gaps'][number][];
}

/** A nudge whose time has come, locked by the transaction that claimed it. */
export interface DueNudge extends Omit<DecidedNudge, 'suppressed'> {
  readonly id: string;
  readonly course: string;
  /** Attempts before, failed or lost. */
  readonly failures: number;
  /** Milliseconds since the first attempt began, by the server's clock; 0 where there was none. */
  readonly sinceFirstMs: number;
}

/** What speaks for or against a nudge to a learner and is kept in this store. */
export interface NudgeStanding {
  readonly timeZone: string;
  readonly erased: boolean;
  readonly consent: boolean;
  /** On duty, leave or holiday by the roster, on the tenant's day of `now`. */
  readonly away: boolean;
  /** null: not enrolled in the run. */
  readonly enrolment: EnrolmentStatus | null;
  /** Sent or being sent to the learner in the last 7 days, by any rule. */
  readonly sentToLearner: number;
  /** Sent or being sent in the tenant since its day began, by any rule. */
  readonly sentToday: number;
}

const decided = `tenant, rule, rule_version AS "ruleVersion", learner_pid AS "learnerPid",
  window_start::text AS "windowStart", run, arm, created_at AS "createdAt", not_before AS "notBefore",
  expires_at AS "expiresAt", horizon_days AS "horizonDays", scored_at AS "scoredAt", probability, lower, upper, model,
  reasons, gaps`;

/** A row that may yet give way to a later decision of its window: nothing went, nobody drew a lot, nobody is gone. */
const unsettled = `nudges.state = 'suppressed' AND nudges.suppressed NOT IN ('holdout', 'erased')
  AND NOT EXISTS (SELECT FROM nudge_attempts a WHERE a.nudge = nudges.id)`;

/** Writer of `nudges` and `nudge_attempts`: outbox and ledger in one. */
export class NudgeStore {
  constructor(private readonly db: Queryable) {}

  /** Whether this window of the rule has its nudge already: a later score changes nothing. */
  async isSettled(
    tenant: string,
    rule: string,
    learnerPid: LearnerPid,
    windowStart: string,
  ): Promise<boolean> {
    const rows = await this.db.query(
      `SELECT FROM nudges WHERE tenant = $1 AND rule = $2 AND learner_pid = $3 AND window_start = $4::date
         AND NOT (${unsettled})`,
      [tenant, rule, learnerPid, windowStart],
    );
    return rows.length > 0;
  }

  /**
   * Writes a decision down, once per rule, learner and window. Who was held back first may be let go later in the
   * window, in the same row; what is on its way, went, or drew the holdout stays as it is.
   * @returns whether the row is now this decision
   */
  async write(nudge: DecidedNudge): Promise<boolean> {
    const state =
      nudge.suppressed === null ? 'pending' : nudge.suppressed === 'expired' ? 'expired' : 'suppressed';
    const rows = await this.db.query(
      `INSERT INTO nudges (tenant, rule, rule_version, learner_pid, window_start, run, arm, state, suppressed,
         created_at, not_before, expires_at, horizon_days, scored_at, probability, lower, upper, model, reasons, gaps)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19::jsonb, $20::jsonb)
       ON CONFLICT (tenant, rule, learner_pid, window_start) DO UPDATE SET
         (rule_version, run, arm, state, suppressed, created_at, not_before, expires_at, horizon_days, scored_at,
           probability, lower, upper, model, reasons, gaps)
         = (excluded.rule_version, excluded.run, excluded.arm, excluded.state, excluded.suppressed,
           excluded.created_at, excluded.not_before, excluded.expires_at, excluded.horizon_days, excluded.scored_at,
           excluded.probability, excluded.lower, excluded.upper, excluded.model, excluded.reasons, excluded.gaps)
         WHERE ${unsettled} AND (excluded.suppressed IS NULL OR excluded.suppressed = 'holdout')
       RETURNING id`,
      [
        nudge.tenant,
        nudge.rule,
        nudge.ruleVersion,
        nudge.learnerPid,
        nudge.windowStart,
        nudge.run,
        nudge.arm,
        state,
        nudge.suppressed,
        nudge.createdAt,
        nudge.notBefore,
        nudge.expiresAt,
        nudge.horizonDays,
        nudge.scoredAt,
        nudge.probability,
        nudge.lower,
        nudge.upper,
        nudge.model,
        JSON.stringify(nudge.reasons),
        JSON.stringify(nudge.gaps),
      ],
    );
    return rows.length > 0;
  }

  /** @param except a nudge that does not count against itself. */
  async standing(
    tenant: string,
    run: string,
    learnerPid: LearnerPid,
    now: Date,
    except: string | null = null,
    db: Queryable = this.db,
  ): Promise<NudgeStanding> {
    const counted = `FROM nudges n WHERE n.tenant = t.id AND n.id IS DISTINCT FROM $5::uuid`;
    const rows = await db.query<NudgeStanding>(
      `SELECT t.time_zone AS "timeZone",
         EXISTS (SELECT FROM erasures x WHERE x.tenant = t.id AND x.learner_pid = $2) AS erased,
         COALESCE((SELECT c.granted FROM consents c WHERE c.tenant = t.id AND c.learner_pid = $2
           AND c.kind = 'reminders' ORDER BY c.at DESC, c.id DESC LIMIT 1), false) AS consent,
         EXISTS (SELECT FROM duties d WHERE d.tenant = t.id AND d.learner_pid = $2
           AND ($4::timestamptz AT TIME ZONE t.time_zone)::date BETWEEN d.from_day AND d.to_day) AS away,
         (SELECT e.status FROM enrolments e WHERE e.tenant = t.id AND e.run = $3 AND e.learner_pid = $2) AS enrolment,
         (SELECT count(*)::int ${counted} AND n.learner_pid = $2
           AND (n.state = 'sending' OR n.sent_at > $4::timestamptz - interval '7 days')) AS "sentToLearner",
         (SELECT count(*)::int ${counted} AND (n.state = 'sending' OR (n.state = 'sent' AND n.sent_at >=
           date_trunc('day', $4::timestamptz AT TIME ZONE t.time_zone) AT TIME ZONE t.time_zone))) AS "sentToday"
       FROM tenants t WHERE t.id = $1`,
      [tenant, learnerPid, run, now, except],
    );
    return one(rows);
  }

  /** Tenants that have something to send, now or later. */
  async tenantsWithOpen(): Promise<string[]> {
    const rows = await this.db.query<{ tenant: string }>(
      `SELECT DISTINCT tenant FROM nudges WHERE state IN ('pending', 'sending') ORDER BY tenant`,
    );
    return rows.map(({ tenant }) => tenant);
  }

  /**
   * Takes the tenant's next nudge that is due: its hour has come (and, after a failure, its retry), or it is too late
   * for it, or whoever was sending it has not recorded a result within the lease. Of those due together the likeliest
   * to leave comes first, because a cap may cut off the rest.
   *
   * One sender at a time per tenant: two that counted side by side would send beyond the caps. null also where another
   * is at it. The lock ends with the transaction.
   */
  async claim(tx: Queryable, tenant: string, now: Date): Promise<DueNudge | null> {
    const [lock] = await tx.query<{ taken: boolean }>(
      `SELECT pg_try_advisory_xact_lock(hashtextextended('snowlight nudges ' || $1, 0)) AS taken`,
      [tenant],
    );
    if (lock?.taken !== true) return null;
    const [row] = await tx.query<{ id: string }>(
      `SELECT id FROM nudges WHERE tenant = $1 AND (
         (state = 'pending' AND not_before <= $2 AND (retry_at IS NULL OR retry_at <= clock_timestamp()))
         OR (state = 'pending' AND expires_at <= $2)
         OR (state = 'sending' AND lease_until <= clock_timestamp()))
       ORDER BY not_before, probability DESC, id LIMIT 1 FOR UPDATE SKIP LOCKED`,
      [tenant, now],
    );
    if (row === undefined) return null;
    await tx.query(
      `UPDATE nudge_attempts SET error = 'no result recorded: the sender stopped'
       WHERE nudge = $1 AND status IS NULL AND error IS NULL`,
      [row.id],
    );
    const due = await tx.query<DueNudge>(
      `SELECT id, ${decided},
         (SELECT r.course FROM runs r WHERE r.tenant = nudges.tenant AND r.iri = nudges.run) AS course,
         (SELECT count(*)::int FROM nudge_attempts a WHERE a.nudge = nudges.id) AS failures,
         COALESCE((SELECT extract(epoch FROM clock_timestamp() - min(a.started_at))::float8 * 1000
           FROM nudge_attempts a WHERE a.nudge = nudges.id), 0) AS "sinceFirstMs"
       FROM nudges WHERE id = $1`,
      [row.id],
    );
    return one(due);
  }

  async suppress(tx: Queryable, id: string, reason: SuppressionReason): Promise<void> {
    const state = reason === 'expired' ? 'expired' : 'suppressed';
    await tx.query(
      `UPDATE nudges SET state = $2, suppressed = $3, lease_until = NULL, retry_at = NULL WHERE id = $1`,
      [id, state, reason],
    );
  }

  async postpone(tx: Queryable, id: string, until: Date): Promise<void> {
    await tx.query(`UPDATE nudges SET state = 'pending', not_before = $2, lease_until = NULL WHERE id = $1`, [
      id,
      until,
    ]);
  }

  /** @returns id of the attempt, without which no result is taken. */
  async beginAttempt(tx: Queryable, id: string, at: Date, leaseMs: number): Promise<string> {
    const rows = await tx.query<{ id: string }>(
      `INSERT INTO nudge_attempts (nudge, at) VALUES ($1, $2) RETURNING id`,
      [id, at],
    );
    const attempt = one(rows).id;
    await tx.query(
      `UPDATE nudges SET state = 'sending', attempt = $2, retry_at = NULL,
         lease_until = clock_timestamp() + $3 * interval '1 millisecond'
       WHERE id = $1`,
      [id, attempt, leaseMs],
    );
    return attempt;
  }

  /** It was taken. That holds whatever has become of the row meanwhile: who got it cannot be made not to have. */
  async recordSent(id: string, attempt: string, status: number): Promise<void> {
    await this.db.query(
      `WITH tried AS (UPDATE nudge_attempts SET status = $3, error = NULL WHERE id = $2 RETURNING at)
       UPDATE nudges SET state = 'sent', sent_at = tried.at, suppressed = NULL, lease_until = NULL, retry_at = NULL
       FROM tried WHERE id = $1 AND state <> 'sent'`,
      [id, attempt, status],
    );
  }

  /**
   * It was not taken, as far as we know. Moves the row only while this attempt is the one under way.
   * @param retryInMs null = never again
   */
  async recordFailure(
    id: string,
    attempt: string,
    failure: { readonly status: number | null; readonly error: string },
    retryInMs: number | null,
  ): Promise<void> {
    await this.db.query(
      `WITH tried AS (UPDATE nudge_attempts SET status = $3, error = $4 WHERE id = $2)
       UPDATE nudges SET lease_until = NULL,
         state = CASE WHEN $5::float8 IS NULL THEN 'dead' ELSE 'pending' END,
         retry_at = clock_timestamp() + $5::float8 * interval '1 millisecond'
       WHERE id = $1 AND attempt = $2 AND state = 'sending'`,
      [id, attempt, failure.status, failure.error, retryInMs],
    );
  }
}
