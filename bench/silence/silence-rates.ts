import type { SilenceKind } from '#libs/features';
import type { Confusion } from './confusion.js';
import type { TrueCause } from './true-silence.js';

export interface SilenceRates {
  readonly silences: number;
  /** Of those called disengaged, the share whose own silence it was. */
  readonly disengagedPrecision: number;
  /** Of their own silences, the share called so; the rest is mostly too short to say. */
  readonly disengagedRecall: number;
  /** Of those called outage, the share of outages. */
  readonly outagePrecision: number;
  readonly outageRecall: number;
  /** Of outages, the share that somebody would have been called about: the error that hurts. */
  readonly outageCalledOwn: number;
  /** Of their own silences, the share excused by mistake. */
  readonly ownExcused: number;
}

export function silenceRates(table: Confusion): SilenceRates {
  const causes = Object.keys(table) as TrueCause[];
  const sumOf = (cause: TrueCause): number => Object.values(table[cause]).reduce((sum, n) => sum + n, 0);
  const called = (kind: SilenceKind): number => causes.reduce((sum, cause) => sum + table[cause][kind], 0);
  return {
    silences: causes.reduce((sum, cause) => sum + sumOf(cause), 0),
    disengagedPrecision: table.own.disengaged / called('disengaged'),
    disengagedRecall: table.own.disengaged / sumOf('own'),
    outagePrecision: table.outage.outage / called('outage'),
    outageRecall: table.outage.outage / sumOf('outage'),
    outageCalledOwn: table.outage.disengaged / sumOf('outage'),
    ownExcused: (table.own.outage + table.own['holiday-or-duty']) / sumOf('own'),
  };
}
