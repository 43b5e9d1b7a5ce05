import { describe, expect, it } from '@jest/globals';
import { classifySilence } from './classify-silence.js';
import { networkOf } from './network.js';
import type { Presence } from './presence.js';

const today = 20_000;
/** Everybody studies every other day; half of them on even days. */
const studies = (from: number, to: number, odd: boolean): number[] =>
  Array.from({ length: to - from }, (_, index) => from + index).filter((day) => (day % 2 === 1) === odd);

function person(
  place: string,
  index: number,
  { until = today, late = [] }: { readonly until?: number; readonly late?: readonly number[] } = {},
): Presence {
  return {
    learner: `${place}-${String(index)}`,
    run: 'urn:run',
    place,
    from: today - 60,
    days: [...studies(today - 56, until, index % 2 === 1), ...late].sort((a, b) => a - b),
    late,
  };
}
const village = (place: string, options: Parameters<typeof person>[2] = {}): Presence[] =>
  Array.from({ length: 8 }, (_, index) => person(place, index, options));
const elsewhere = [...village('hill'), ...village('lake'), ...village('pass')];

describe('a silence', () => {
  it('is an outage where the neighbours are silent too, and the rest of the province is heard', () => {
    const people = [...elsewhere, ...village('stone', { until: today - 6 })];
    const network = networkOf(people, today);
    const silence = classifySilence(people.at(-1)!, network, today);
    expect(silence).toMatchObject({
      kind: 'outage',
      since: today - 6,
      days: 6,
      outageDays: 6,
      ordinaryDays: 0,
      anyway: 1,
      near: { people: 48, heard: 0 },
    });
    // four of eight on each of six days
    expect(silence?.near.expected).toBeGreaterThan(20);
  });

  it("is the learner's own where the neighbours are heard", () => {
    const people = [...elsewhere, ...village('stone').slice(1), person('stone', 0, { until: today - 10 })];
    const silence = classifySilence(people.at(-1)!, networkOf(people, today), today);
    expect(silence).toMatchObject({ kind: 'disengaged', outageDays: 0, ordinaryDays: 11 });
    expect(silence?.anyway).toBeLessThan(0.01);
  });

  it('is a holiday where everybody is silent everywhere', () => {
    const places = ['hill', 'lake', 'pass', 'stone', 'ford', 'mill'];
    const people = places.flatMap((place) => village(place, { until: today - 7 }));
    const silence = classifySilence(people[0]!, networkOf(people, today), today);
    expect(silence).toMatchObject({ kind: 'holiday-or-duty', outageDays: 0 });
    expect(silence?.holidayDays).toBe(7);
  });

  it('is duty where the roster says so', () => {
    const people = [...elsewhere, person('stone', 0, { until: today - 8 })];
    const onDuty = (day: number): boolean => day >= today - 8;
    const network = networkOf(people, today);
    expect(classifySilence(people.at(-1)!, network, today, onDuty)).toMatchObject({
      kind: 'holiday-or-duty',
      awayDays: 8,
    });
  });

  it('turns into their own when they stay away after the network has come back', () => {
    const back = Array.from({ length: 8 }, (_, index) => {
      const before = person('stone', index, { until: today - 14 });
      const after = studies(today - 9, today, index % 2 === 1);
      return { ...before, days: [...before.days, ...after] };
    });
    const gone = person('stone', 9, { until: today - 14 });
    const network = networkOf([...elsewhere, ...back, gone], today);
    expect(classifySilence(gone, network, today)).toMatchObject({
      kind: 'disengaged',
      outageDays: 5,
      ordinaryDays: 9,
    });
  });

  it('of two neighbours says little, until their records of those days come late', () => {
    const two = (late: readonly number[]): Presence[] => [
      person('stone', 0, { until: today - 5, late }),
      person('stone', 1, { until: today - 5 }),
    ];
    const kind = (late: readonly number[]) => {
      const people = [...elsewhere, ...two(late)];
      return classifySilence(people.at(-1)!, networkOf(people, today), today)?.kind;
    };
    expect(kind([today - 5, today - 4, today - 3])).toBe('outage');
  });

  it('of a device that often waits for a network says nothing for two weeks', () => {
    const waiting = (until: number): Presence => {
      const one = person('stone', 0, { until });
      return { ...one, late: one.days.slice(-8) };
    };
    const kind = (until: number) =>
      classifySilence(waiting(until), networkOf([...elsewhere, ...village('stone')], today), today)?.kind;
    expect(kind(today - 10)).toBe('unknown');
    expect(kind(today - 16)).toBe('disengaged');
  });

  it('says nothing of who rarely studies, and is none before four whole days', () => {
    const rare = { ...person('hill', 0), days: [today - 30, today - 18] };
    const network = networkOf(elsewhere, today);
    expect(classifySilence({ ...rare, days: [...rare.days, today - 6] }, network, today)?.kind).toBe(
      'unknown',
    );
    expect(classifySilence(person('hill', 0, { until: today - 2 }), network, today)).toBeNull();
  });

  it('counts from the first day of who has never studied', () => {
    const never = { ...person('hill', 0), from: today - 12, days: [] };
    expect(classifySilence(never, networkOf(elsewhere, today), today)).toMatchObject({
      since: today - 12,
      days: 12,
      kind: 'disengaged',
    });
  });
});
