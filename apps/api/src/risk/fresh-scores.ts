import { addDays } from '../calendar/days.js';

/**
 * Condition on `scorings` of those that may still be the newest of somebody who learns: whoever learns is scored every
 * day, and what is older lies in other partitions. Parameters: tenant, runs, since (`freshSince`).
 */
export const freshScores =
  'tenant = {tenant:String} AND run IN {runs:Array(String)} AND asof >= {since:Date32}';

/** @param today YYYY-MM-DD, the tenant's */
export const freshSince = (today: string): string => addDays(today, -35);
