import { beforeAll, describe, expect, it } from '@jest/globals';
import { Roster, type LearningEvent } from '#libs/contracts';
import { createProvince, type Province, type SimulatedStatement } from '#libs/simulator';
import { learnerPidOf, normalise, validateStatement, type Statement } from '#libs/xapi';

describe('what the simulator sends', () => {
  let province: Province;
  let sent: readonly SimulatedStatement[];
  beforeAll(() => {
    province = createProvince({ seed: 12, learners: 40, weeks: 6, startDay: '2026-09-28' });
    ({ statements: sent } = province.advance(province.present));
  });

  it('is legal xAPI 1.0.3 and 2.0, every statement of it', () => {
    expect(sent.length).toBeGreaterThan(5000);
    const refused = (['1.0.3', '2.0.0'] as const).flatMap((version) =>
      sent
        .map(({ statement }) => validateStatement(JSON.parse(JSON.stringify(statement)), version))
        .filter(({ ok }) => !ok),
    );
    expect(refused).toEqual([]);
  });

  it('is a roster that the contract knows, before and after', () => {
    expect(Roster.safeParse(province.roster).error).toBeUndefined();
    expect(Roster.safeParse(province.rosterNow()).error).toBeUndefined();
  });

  it('is normalised to the kind that was meant, in the run and to an activity that the roster names', () => {
    const roster = province.rosterNow();
    const runs = new Set(roster.runs?.map(({ iri }) => iri));
    const activities = new Set([...runs, ...(roster.activities ?? []).map(({ iri }) => iri)]);
    const differing = new Set<string>();
    const nowhere = new Set<string>();
    for (const { kind, statement, arrivesAt } of sent) {
      const event = read(statement, arrivesAt);
      if (event.kind !== kind) differing.add(`${statement.verb.id} is ${event.kind}, meant ${kind}`);
      if (!runs.has(event.run)) nowhere.add(event.run);
      // Each question is a topic of its own.
      if (kind !== 'asked' && kind !== 'replied' && !activities.has(event.activity))
        nowhere.add(event.activity);
    }
    expect([...differing]).toEqual([]);
    expect([...nowhere]).toEqual([]);
  });
});

function read(sent: SimulatedStatement['statement'], stored: string): LearningEvent {
  const statement = JSON.parse(JSON.stringify(sent)) as Statement;
  const context = { tenant: 'default', timeZone: 'Asia/Shanghai', id: sent.id, stored };
  return normalise(statement, { ...context, learnerPid: learnerPidOf(statement) });
}
