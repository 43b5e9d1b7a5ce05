import type { BilingualText, LearnerRisk, Reason } from '#libs/contracts';
import { daysAfter } from '../../language/days-after.js';
import { groupName } from './group-name.js';

/** Weeks that are told. */
const WEEKS = 8;
/** From this on, in log-odds, a reason is a strong one: it changes the odds by two thirds. */
const STRONG = 0.5;

export type Weight = 'raises-much' | 'raises' | 'none' | 'lowers' | 'lowers-much';

export interface ReasonRow {
  readonly group: string;
  readonly name: BilingualText;
  /** By day of `days`; null = no estimate on that day. */
  readonly weights: readonly (Weight | null)[];
}

/**
 * How the groups of reasons moved the chance, a column a week, newest first; a row for every group
 * that spoke at least once, the strongest now first.
 */
export function reasonsOverTime(history: LearnerRisk['history']): {
  readonly days: readonly string[];
  readonly rows: readonly ReasonRow[];
} {
  const last = history.at(-1);
  if (last === undefined) return { days: [], rows: [] };
  const points = Array.from({ length: WEEKS }, (_, week) => daysAfter(last.asOf, -7 * week))
    .map((day) => history.find(({ asOf }) => asOf === day))
    .filter((point) => point !== undefined);
  const named = new Map<string, Reason>();
  for (const { reasons } of points)
    for (const reason of reasons) if (!named.has(keyOf(reason))) named.set(keyOf(reason), reason);
  return {
    days: points.map(({ asOf }) => asOf),
    rows: Array.from(named, ([group, reason]) => ({
      group,
      name: groupName(reason),
      weights: points.map(({ probability, reasons }) =>
        probability === null ? null : weightOf(reasons.find((one) => keyOf(one) === group)),
      ),
    })),
  };
}

const keyOf = ({ group, feature }: Reason): string => (group === '' ? feature : group);

function weightOf(reason: Reason | undefined): Weight {
  if (reason === undefined) return 'none';
  return Math.abs(reason.contribution) >= STRONG ? `${reason.direction}-much` : reason.direction;
}
