import { addDays } from '#libs/contracts';
import * as z from 'zod';
import { defineQuery, type ClickHouse } from '#libs/clickhouse';
import { dayIn, type EnrolmentChange, type EnrolmentStore } from '#libs/postgres';

/** Who says it, in the history of an enrolment. */
const SOURCE = 'silence';

const DAY_MS = 86_400_000;

/**
 * Enrolments whose status is at odds with their silence, in runs that count silence as leaving. Silence begins after
 * the last active day, and not before start and registration; it has lasted long enough when `silentDay` is over.
 */
const atOdds = defineQuery({
  name: 'enrolments at odds with their silence',
  sql: `
    WITH counting AS (
      SELECT run, end_day, silent_days FROM runs FINAL WHERE tenant = {tenant:String} AND silent
    )
    SELECT e.run AS run, e.learner_pid AS learnerPid, e.status AS status, toString(e.status_day) AS statusDay,
      toString(a.last_day) AS lastDay,
      greatest(e.start_day, e.registered_day, if(a.days = 0, e.start_day, a.last_day + 1)) + r.silent_days - 1 AS silent_day,
      toString(silent_day) AS silentDay
    FROM (
      SELECT * FROM enrolments FINAL
      WHERE tenant = {tenant:String} AND run IN (SELECT run FROM counting) AND status IN ('registered', 'started', 'silent')
    ) AS e
    INNER JOIN counting AS r ON r.run = e.run
    LEFT JOIN (
      SELECT run, learner_pid, max(day) AS last_day, count() AS days FROM learner_days FINAL
      WHERE tenant = {tenant:String} AND run IN (SELECT run FROM counting) AND events > 0 AND day <= {today:Date32}
      GROUP BY run, learner_pid
    ) AS a ON a.run = e.run AND a.learner_pid = e.learner_pid
    WHERE if(e.status = 'silent',
      a.days > 0 AND a.last_day > assumeNotNull(e.status_day) - r.silent_days,
      silent_day < {today:Date32} AND (isNull(r.end_day) OR silent_day < assumeNotNull(r.end_day)))
    ORDER BY run, learnerPid`,
  params: z.object({ tenant: z.string(), today: z.string() }),
  row: z.object({
    run: z.string(),
    learnerPid: z.string(),
    status: z.string(),
    statusDay: z.iso.date(),
    /** Only of meaning where the status is silent. */
    lastDay: z.iso.date(),
    silentDay: z.iso.date(),
  }),
});
type AtOdds = z.infer<(typeof atOdds)['row']>;

export interface SilenceDependencies {
  readonly clickhouse: Pick<ClickHouse, 'query'>;
  readonly enrolments: Pick<EnrolmentStore, 'change' | 'history'>;
}

export interface TenantToday {
  readonly id: string;
  readonly timeZone: string;
  readonly now: Date;
  /** YYYY-MM-DD; this day is not over. */
  readonly today: string;
}

/**
 * Says of whoever has not been active for a run's `silentDays` that they are silent, as of the last of those days; and
 * of the silent who were seen since that they have started again. What a registrar has said to be silent is undone
 * only by later activity; what was said here, also by activity within the silence that became known late.
 * Resolves with how many changed. To be called when what is stored is counted.
 */
export async function declareSilent(
  { clickhouse, enrolments }: SilenceDependencies,
  tenant: TenantToday,
): Promise<{ readonly silent: number; readonly back: number }> {
  const changes: EnrolmentChange[] = [];
  for (const enrolment of await clickhouse.query(atOdds, { tenant: tenant.id, today: tenant.today })) {
    const { run, learnerPid, status, silentDay } = enrolment;
    if (status !== 'silent')
      changes.push({ run, learnerPid, status: 'silent', at: instantOn(silentDay, tenant.timeZone) });
    else if (enrolment.lastDay > enrolment.statusDay || (await wasSaidHere(enrolments, tenant.id, enrolment)))
      changes.push({ run, learnerPid, status: 'started', at: backSince(enrolment, tenant) });
  }
  const decisions = await enrolments.change(tenant.id, changes, SOURCE);
  const changed = (status: string): number =>
    changes.filter((change, index) => change.status === status && decisions[index]?.kind === 'changed')
      .length;
  return { silent: changed('silent'), back: changed('started') };
}

async function wasSaidHere(
  enrolments: SilenceDependencies['enrolments'],
  tenant: string,
  { run, learnerPid }: AtOdds,
): Promise<boolean> {
  return (await enrolments.history(tenant, run, learnerPid)).at(-1)?.source === SOURCE;
}

/** The day of the activity, but after that of the silence: of two words the later one holds. */
function backSince({ lastDay, statusDay }: AtOdds, { timeZone, now }: TenantToday): Date {
  const next = addDays(statusDay, 1);
  const at = instantOn(lastDay > next ? lastDay : next, timeZone);
  return at < now ? at : now;
}

/** An instant that is on this day in the time zone: noon of UTC is, but east of UTC+12. */
function instantOn(day: string, timeZone: string): Date {
  const noon = Date.parse(`${day}T12:00:00Z`);
  return new Date(dayIn(timeZone, new Date(noon)) === day ? noon : noon - DAY_MS / 2);
}
