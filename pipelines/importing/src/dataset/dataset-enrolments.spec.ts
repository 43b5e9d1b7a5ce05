import { describe, expect, it } from '@jest/globals';
import { DatasetEnrolments, DatasetRun, type DatasetEnrolment } from './dataset-enrolments.js';

const enrolment = (start: string, end: string | null, registered: string): DatasetEnrolment => ({
  learner: 'ann',
  run: new DatasetRun('BIO', start, end),
  registered: Date.parse(registered),
  outcome: null,
  outcomeAt: null,
  region: '',
  attributes: {},
  file: 'enrolments.csv',
  line: 2,
  attempt: 1,
  actor: {},
  pid: '',
});
const spring = enrolment('2026-03-02', '2026-06-22', '2026-02-20');
const again = enrolment('2026-03-02', '2026-06-22', '2026-04-10');
const autumn = enrolment('2026-09-07', '2026-12-21', '2026-06-01');

describe('an event of a learner who was enrolled more than once', () => {
  it.each([
    ['before any registration', '2026-01-05', spring],
    ['in the first run', '2026-03-05', spring],
    ['on the day of the second registration', '2026-04-10', again],
    ['in the first run, registered for the next', '2026-06-10', again],
    ['between the runs', '2026-07-10', autumn],
    ['in the second run', '2026-10-10', autumn],
    ['after all', '2027-02-01', autumn],
  ])('%s', (_when, day, expected) => {
    const all = new DatasetEnrolments([autumn, again, spring]);
    expect(all.at('ann', 'BIO', Date.parse(`${day}T12:00:00Z`))).toBe(expected);
  });

  it('stays where it was when a later enrolment becomes known', () => {
    const at = Date.parse('2026-03-05T12:00:00Z');
    expect(new DatasetEnrolments([spring]).at('ann', 'BIO', at)).toBe(spring);
    expect(new DatasetEnrolments([spring, autumn]).at('ann', 'BIO', at)).toBe(spring);
    expect(new DatasetEnrolments([spring]).at('ann', 'CHE', at)).toBeUndefined();
  });
});
