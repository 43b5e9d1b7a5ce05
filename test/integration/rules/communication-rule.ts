import type { XapiVersion } from '#libs/xapi';
import type { XapiAnswer } from '../../support/xapi-client.js';
import type { RuleCaller } from './rule-caller.js';

/** A requirement on the exchange, as one request that is accepted or refused. */
export interface CommunicationRule {
  /** The numbers under which the conformance suite has it, `XAPI-00nnn`, in both versions. */
  readonly numbers: readonly string[];
  /** Where it stands in xAPI 2.0 (IEEE 9274.1.1). */
  readonly section: string;
  readonly what: string;
  /** Gives the answer that is judged. */
  readonly ask: (by: RuleCaller) => Promise<XapiAnswer>;
  /** Below 400 the rule's request is accepted, else refused. */
  readonly status: number;
  readonly check: Check | undefined;
  /** Of this version alone. */
  readonly only: XapiVersion | undefined;
}

export type Check = (answer: XapiAnswer, by: RuleCaller) => void | Promise<void>;

export type CommunicationRow = readonly [
  numbers: string,
  what: string,
  ask: CommunicationRule['ask'],
  status: number,
  check?: Check | null,
  only?: XapiVersion | undefined,
];

/** @param section of xAPI 2.0 in which all of these stand */
export function communicationRules(
  section: string,
  rows: readonly CommunicationRow[],
): readonly CommunicationRule[] {
  return rows.map(([numbers, what, ask, status, check, only]) => ({
    numbers: [...new Set(numbers.split(' ').filter((number) => number !== ''))].map(
      (number) => `XAPI-${number}`,
    ),
    section,
    what,
    ask,
    status,
    check: check ?? undefined,
    only,
  }));
}
