import { describe, expect, it } from '@jest/globals';
import type { XapiVersion } from '#libs/xapi';
import { allCases, casesOf, casesOfTwo, namedNumbers, rowsOf } from './coverage.js';
import { excused, lastNumber, sectionsOfTwo, specificationSections } from './requirements.js';

const versions: readonly XapiVersion[] = ['1.0.3', '2.0.0'];
const everyNumber = Array.from({ length: lastNumber }, (_, index) => index + 1);
const idOf = (number: number): string => `XAPI-${String(number).padStart(5, '0')}`;
const isExcused = (number: number): boolean => excused[number] !== undefined;
/** What holds it: `XAPI-00034, 4 taken, 4 refused: an agent has exactly one identifier`. */
function held(number: number): string {
  const { accepted, refused } = casesOf(idOf(number));
  const by = excused[number] ?? rowsOf(idOf(number)).join('; ');
  return `${idOf(number)}, ${String(accepted)} taken, ${String(refused)} refused: ${by.slice(0, 200)}`;
}
/** In either version. */
const isWanting = (number: number): boolean =>
  !isExcused(number) &&
  versions.some((version) => {
    const { accepted, refused } = casesOf(idOf(number), version);
    return accepted === 0 || refused === 0;
  });

const required = everyNumber.filter((number) => !isExcused(number));
const covered = required.filter((number) => !isWanting(number));
const rows = allCases.accepted + allCases.refused;

// bin/test.mjs prints titles that begin so
it(`rules: ${String(rows)} rows, ${String(covered.length)} of ${String(required.length)} requirements, ${String(Object.keys(excused).length)} numbers excused`, () => {
  expect(covered).toEqual(required);
});

// with --verbose this is the list of all requirements, each with the rows that hold it
describe.each(specificationSections.filter(({ numbers }) => numbers.length > 0))(
  'xAPI 1.0.3, $name, $about',
  ({ numbers }) => {
    it.each(numbers.map((number) => [held(number), number] as const))('%s', (_, number) => {
      expect(isWanting(number)).toBe(false);
    });
  },
);

describe('sections of xAPI 1.0.3', () => {
  it('no number is outside of them, and no row names one that there is not', () => {
    const placed = new Set(specificationSections.flatMap(({ numbers }) => numbers));
    expect([...placed].sort((a, b) => a - b)).toEqual(everyNumber);
    expect([...namedNumbers].filter((id) => !everyNumber.map(idOf).includes(id))).toEqual([]);
  });

  it('what is excused has a reason and no row, and so has a section without a number', () => {
    const reasons = specificationSections.flatMap(({ numbers, unnumbered }) =>
      numbers.length === 0 ? [unnumbered] : [],
    );
    for (const reason of [...Object.values(excused), ...reasons]) expect(reason).toMatch(/\w{3}/);
    expect(Object.keys(excused).filter((number) => namedNumbers.has(idOf(Number(number))))).toEqual([]);
  });
});

describe('sections of xAPI 2.0', () => {
  it.each(sectionsOfTwo)('%s has cases that are taken and cases that are refused', (section) => {
    const { accepted, refused } = casesOfTwo(section);
    expect([accepted > 0, refused > 0]).toEqual([true, true]);
  });
});
