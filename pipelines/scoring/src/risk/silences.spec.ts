import { describe, expect, it } from '@jest/globals';
import type { ClickHouse } from '#libs/clickhouse';
import { type AwayOf, createSilencesOf } from './silences.js';

const run = 'urn:run';
const today = '2026-11-24';
const number = (day: string): number => Date.parse(day) / 86_400_000;
const now = number(today);

/** A village of eight who study every other day and were not heard for `quiet` days; the rest of the province was. */
const people = (quiet: number, heardToday: readonly string[]) =>
  ['hill', 'lake', 'pass', 'stone'].flatMap((place) =>
    Array.from({ length: 8 }, (_, index) => {
      const until = place === 'stone' ? now - quiet : now;
      const days = Array.from({ length: 40 }, (_unused, back) => now - 40 + back);
      return {
        learner: `${place}-${String(index)}`,
        run,
        place,
        from: now - 60,
        days: days.filter((day) => day < until && day % 2 === index % 2),
        late: [],
        heard_today: heardToday.includes(`${place}-${String(index)}`),
      };
    }),
  );

const knowing = (known: ReturnType<typeof people>): Pick<ClickHouse, 'query'> =>
  ({
    query: (_: object, { learners }: { learners: readonly string[] }) =>
      Promise.resolve(known.filter(({ learner }) => learners.length === 0 || learners.includes(learner))),
  }) as unknown as Pick<ClickHouse, 'query'>;

const nobodyAway: AwayOf = () => Promise.resolve([]);

describe('silences of a run', () => {
  const day = { today, now: new Date(`${today}T12:00:00Z`) };
  const asked = { tenant: 't', runs: [run], run };

  it('are those of a township without network', async () => {
    const silences = await createSilencesOf(knowing(people(6, [])), nobodyAway)(
      { ...asked, learners: [] },
      day,
    );
    expect([...silences.keys()].filter((learner) => learner.startsWith('stone'))).toHaveLength(8);
    expect(silences.get('stone-0')).toMatchObject({ kind: 'outage' });
  });

  it.each([[[]], [['stone-0', 'stone-1']]])(
    'are over on the very day on which somebody is heard again, asked of %j',
    async (learners) => {
      const silencesOf = createSilencesOf(knowing(people(6, ['stone-0'])), nobodyAway);
      const silences = await silencesOf({ ...asked, learners }, day);
      expect(silences.has('stone-0')).toBe(false);
      expect(silences.get('stone-1')).toMatchObject({ kind: 'outage', outageDays: 6 });
    },
  );

  it.each([[[]], [['hill-0', 'hill-1']]])(
    'are excused by duty that the roster tells of, asked of %j',
    async (learners) => {
      // one of a village that is heard is not
      const known = people(0, []).map((one) =>
        one.learner === 'hill-0' ? { ...one, days: one.days.filter((day) => day < now - 12) } : one,
      );
      const silentSince = (away: AwayOf) =>
        createSilencesOf(knowing(known), away)({ ...asked, learners }, day);
      expect((await silentSince(nobodyAway)).get('hill-0')).toMatchObject({
        kind: 'disengaged',
        awayDays: 0,
      });
      const onDuty: AwayOf = () =>
        Promise.resolve([{ learnerPid: 'hill-0', from: '2026-11-14', to: '2026-11-26' }]);
      expect((await silentSince(onDuty)).get('hill-0')).toMatchObject({
        kind: 'holiday-or-duty',
        awayDays: 10,
      });
      expect((await silentSince(onDuty)).has('hill-1')).toBe(false);
    },
  );
});
