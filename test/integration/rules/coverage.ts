import type { XapiVersion } from '#libs/xapi';
import { dataTable } from '../../../libs/xapi/src/testing/rule-table/data-table.js';
import { communicationTable } from './communication-table.js';

/** How many cases hold something, of those that a record store must take and those that it must refuse. */
export interface CaseCount {
  readonly accepted: number;
  readonly refused: number;
}

interface CountedRule extends CaseCount {
  readonly numbers: readonly string[];
  readonly what: string;
  /** Of xAPI 2.0. */
  readonly section: string;
  readonly only: XapiVersion | undefined;
}

const rules: readonly CountedRule[] = [
  ...dataTable.map(({ numbers, what, section, only, accepted, refused }) => ({
    numbers,
    what,
    section,
    only,
    accepted: accepted.length,
    refused: refused.length,
  })),
  ...communicationTable.map(({ numbers, what, section, only, status }) => ({
    numbers,
    what,
    section,
    only,
    accepted: status < 400 ? 1 : 0,
    refused: status < 400 ? 0 : 1,
  })),
];

const sum = (counts: readonly CaseCount[]): CaseCount => ({
  accepted: counts.reduce((total, { accepted }) => total + accepted, 0),
  refused: counts.reduce((total, { refused }) => total + refused, 0),
});

export const allCases = sum(rules);

/** Every number that any row names. */
export const namedNumbers: ReadonlySet<string> = new Set(rules.flatMap(({ numbers }) => numbers));

/** In words, the rows that hold a requirement. */
export const rowsOf = (number: string): readonly string[] => [
  ...new Set(rules.filter(({ numbers }) => numbers.includes(number)).map(({ what }) => what)),
];

/** Of a requirement, `XAPI-00nnn`; in one version, or in all. */
export const casesOf = (number: string, version?: XapiVersion): CaseCount =>
  sum(
    rules.filter(
      ({ numbers, only }) =>
        numbers.includes(number) && (version === undefined || only === undefined || only === version),
    ),
  );

/** Of a section of xAPI 2.0, in that version. */
export const casesOfTwo = (section: string): CaseCount =>
  sum(rules.filter((rule) => rule.section === section && rule.only !== '1.0.3'));
