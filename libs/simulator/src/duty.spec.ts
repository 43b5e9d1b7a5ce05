import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RosterInput } from '#libs/contracts';
import { dayNumber, dayOf, isoDay, parseInstant } from './calendar.js';
import { createProvince, type Province, type RosterChange } from './index.js';

type ToldDuty = NonNullable<RosterInput['duties']>[number];

describe('outreach duties of a province of 660 learners', () => {
  let province: Province;
  const changes: RosterChange[] = [];
  const told = new Map<string, { duty: ToldDuty; at: string }>();
  const keyOf = (account: string, from: string): string => `${account} ${from}`;
  /** Of learners who went through their run, so that all was lived and could be told. */
  let lived: { key: string; from: string; to: string }[];

  beforeAll(() => {
    province = createProvince({ seed: 4, learners: 60, pastLearners: 600, weeks: 2, startDay: '2026-03-02' });
    for (const step of province.days(province.present)) changes.push(...step.changes);
    for (const { at, roster } of changes)
      for (const duty of roster.duties ?? []) told.set(keyOf(duty.account.name, duty.from), { duty, at });
    lived = province.truth
      .learners()
      .filter(({ departure, run }) => departure === null && run.includes('2025-'))
      .flatMap(({ account }) =>
        province.truth.duties(account).map(({ from, to }) => ({ key: keyOf(account, from), from, to })),
      );
  });

  it('are told to the registrar as they are lived, the last day counting', () => {
    expect(lived.length).toBeGreaterThan(150);
    for (const { key, to } of lived) {
      const duty = told.get(key)?.duty;
      if (duty) expect([duty.kind, duty.to]).toEqual(['duty', isoDay(dayNumber(to) - 1)]);
    }
  });

  it('are entered ahead for most, late for some and never for a few', () => {
    const late = lived.filter(({ key, from }) => {
      const at = told.get(key)?.at;
      return at !== undefined && dayOf(parseInstant(at)) > dayNumber(from);
    });
    const never = lived.filter(({ key }) => !told.has(key));
    const share = (some: readonly unknown[]): number => some.length / lived.length;
    expect(share(late)).toBeGreaterThan(0.12);
    expect(share(late)).toBeLessThan(0.28);
    expect(share(never)).toBeGreaterThan(0.05);
    expect(share(never)).toBeLessThan(0.16);
    const delays = [...told.values()].map(({ duty, at }) => dayOf(parseInstant(at)) - dayNumber(duty.from));
    expect(Math.min(...delays)).toBe(-10);
    expect(Math.max(...delays)).toBe(5);
  });

  it('are told of nobody but learners whom the registrar knows', () => {
    const known = new Set<string>();
    for (const { roster } of changes) {
      for (const { account } of roster.learners ?? []) known.add(account.name);
      for (const { account } of roster.duties ?? []) expect(known).toContain(account.name);
    }
  });

  it('are told of who has left, too: the office does not know', () => {
    const left = new Map(
      province.truth.learners().map(({ account, departure }) => [account, departure?.day ?? '9999']),
    );
    const afterwards = [...told.values()].filter(
      ({ duty }) => duty.from > (left.get(duty.account.name) ?? ''),
    );
    expect(afterwards.length).toBeGreaterThan(10);
  });

  it('stand in what the registrar knows, each once', () => {
    expect(province.rosterNow().duties).toHaveLength(told.size);
  });
});

it('has learners on duty by the roster on every day of the last week before the present, in a demo’s province', () => {
  const province = createProvince({ seed: 42, learners: 360, weeks: 8, startDay: '2026-09-28' });
  province.advance(province.present);
  const { duties = [], enrolments = [] } = province.rosterNow();
  const learning = new Set(
    enrolments.filter(({ status }) => status === 'started').map(({ account }) => account.name),
  );
  const today = dayOf(parseInstant(province.present));
  for (let day = today - 7; day <= today; day++) {
    const away = duties.filter(
      ({ account, from, to }) => learning.has(account.name) && from <= isoDay(day) && isoDay(day) <= to,
    );
    expect(away.length).toBeGreaterThan(2);
  }
});
