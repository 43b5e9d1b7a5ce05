import type { XapiVersion } from '../../version.js';

/** A requirement on statements, as cases that the validator must take and must refuse. */
export interface DataRule {
  /** The numbers under which the conformance suite has it, `XAPI-00nnn`, in both versions. */
  readonly numbers: readonly string[];
  /** Where it stands in xAPI 2.0 (IEEE 9274.1.1). */
  readonly section: string;
  readonly what: string;
  /** Into the full statement, dots between the keys; '' is the statement itself. */
  readonly path: string;
  /** Values at the path; undefined takes the property away. */
  readonly accepted: readonly unknown[];
  readonly refused: readonly unknown[];
  /** Of this version alone. */
  readonly only: XapiVersion | undefined;
}

export type DataRuleRow = readonly [
  numbers: string,
  what: string,
  path: string,
  accepted: readonly unknown[],
  refused: readonly unknown[],
  only?: XapiVersion,
];

/** @param section of xAPI 2.0 in which all of these stand */
export function dataRules(section: string, rows: readonly DataRuleRow[]): readonly DataRule[] {
  return rows.map(([numbers, what, path, accepted, refused, only]) => ({
    numbers: numbers === '' ? [] : numbers.split(' ').map((number) => `XAPI-${number}`),
    section,
    what,
    path,
    accepted,
    refused,
    only,
  }));
}
