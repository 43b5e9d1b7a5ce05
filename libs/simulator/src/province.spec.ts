import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createProvince, type ProvinceOptions, type Province } from './index.js';

const small: ProvinceOptions = { seed: 1, learners: 24, weeks: 4, startDay: '2026-09-28' };
const hours = (count: number): number => count * 3_600_000;

/** Everything that arrives up to an instant, as bytes in order of arrival. */
function bytes(province: Province, to: string): string {
  const lines: string[] = [];
  for (const { statements, changes } of province.days(to)) {
    for (const item of [...changes, ...statements]) lines.push(JSON.stringify(item));
  }
  return lines.join('\n');
}

describe('a province', () => {
  it('gives the same bytes for the same seed and others for another', () => {
    const one = createProvince(small);
    const again = createProvince(small);
    const other = createProvince({ ...small, seed: 2 });
    const story = bytes(one, one.present);
    expect(bytes(again, again.present)).toBe(story);
    expect([...again.truth.csv()]).toEqual([...one.truth.csv()]);
    expect(bytes(other, other.present)).not.toBe(story);
  });

  it('tells the same story whatever the steps', () => {
    const tiny = { ...small, learners: 6, pastLearners: 6 };
    const whole = createProvince(tiny);
    const from = Date.parse(whole.present) - hours(24 * 21);
    const to = Date.parse(whole.present);
    const told = whole.advance(whole.present);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: from, max: to }), { maxLength: 40 }), (stops) => {
        const stepwise = createProvince(tiny);
        const steps = [...stops.sort((a, b) => a - b), to].map((stop) =>
          stepwise.advance(new Date(stop).toISOString()),
        );
        const again = {
          statements: steps.flatMap((step) => step.statements),
          changes: steps.flatMap((step) => step.changes),
        };
        expect(JSON.stringify(again) === JSON.stringify(told)).toBe(true);
        expect(JSON.stringify(stepwise.rosterNow()) === JSON.stringify(whole.rosterNow())).toBe(true);
      }),
      { numRuns: 8 },
    );
  });

  it('hands out what arrived since the last step, in order, and nothing twice', () => {
    const province = createProvince(small);
    const ids = new Set<string>();
    let last = province.historyStart;
    const wrong: string[] = [];
    let count = 0;
    while (province.now < province.present) {
      const from = province.now;
      const { statements } = province.advance(new Date(Date.parse(from) + hours(7)).toISOString());
      for (const { arrivesAt, statement } of statements) {
        const inOrder = arrivesAt >= last && arrivesAt >= from && arrivesAt < province.now;
        if (!inOrder || Date.parse(statement.timestamp) > Date.parse(arrivesAt)) wrong.push(statement.id);
        last = arrivesAt;
        ids.add(statement.id);
        count++;
      }
    }
    expect(wrong).toEqual([]);
    expect(count).toBeGreaterThan(4000);
    expect(ids.size).toBe(count);
    expect(province.advance(province.historyStart)).toEqual({ statements: [], changes: [] });
  });

  it('lives on: rolling enrolments keep coming and a run that ends is followed by the next', () => {
    const province = createProvince(small);
    const opening = new Set(province.roster.runs?.map(({ code }) => code));
    province.advance('2027-10-01T00:00:00Z');
    const later = province.rosterNow();
    expect(later.runs?.map(({ code }) => code).filter((code) => !opening.has(code))).toEqual([
      'htn-2027-02',
      't2d-2027-02',
      'htn-2027-06',
      't2d-2027-06',
    ]);
    const registered = later.enrolments?.filter(({ registeredAt }) => registeredAt > '2027-08-01') ?? [];
    expect(new Set(registered.map(({ run }) => run)).has('rdu-2026-09')).toBe(true);
    const past = later.enrolments?.filter(({ registeredAt }) => registeredAt < '2027-01-01') ?? [];
    expect(past.filter(({ status }) => status === 'registered' || status === 'started')).toEqual([]);
  });

  it('refuses options out of range', () => {
    expect(() => createProvince({ ...small, learners: 0 })).toThrow(
      'learners must be a whole number of at least 1, not 0',
    );
    expect(() => createProvince({ ...small, seed: 0.5 })).toThrow(RangeError);
    expect(() => createProvince({ ...small, startDay: '28.9.2026' })).toThrow(
      'not a day (YYYY-MM-DD): 28.9.2026',
    );
  });
});
