import type { TouchedMessage } from '#libs/contracts';
import type { StatementRow } from './statement-row.js';

/** A learner's day in a run. */
export type LearnerDay = Pick<StatementRow, 'tenant' | 'run' | 'learner_pid' | 'day'>;

/** One message is made of all that have the same. */
export const touchedKey = ({ tenant, run, learner_pid: pid }: Omit<LearnerDay, 'day'>): string =>
  `${tenant}\n${run}\n${pid}`;

/** The learner-days whose rollups the statements change, one message a learner and run. */
export function touchedDays(statements: readonly LearnerDay[]): TouchedMessage[] {
  const touched = new Map<string, { tenant: string; run: string; learnerPid: string; days: Set<string> }>();
  for (const { tenant, run, learner_pid: learnerPid, day } of statements) {
    const key = touchedKey({ tenant, run, learner_pid: learnerPid });
    const known = touched.get(key);
    if (known) known.days.add(day);
    else touched.set(key, { tenant, run, learnerPid, days: new Set([day]) });
  }
  return [...touched.values()].map((one) => ({ v: 1, ...one, days: [...one.days].sort() }));
}
