import { describe, expect, it } from '@jest/globals';
import {
  createProvince,
  datasetHeaders,
  dutyLines,
  enrolmentLines,
  eventLine,
  responseLine,
} from './index.js';

const province = createProvince({ seed: 3, learners: 20, weeks: 2, startDay: '2026-09-28' });
const { statements } = province.advance(province.present);
const fields = (line: string): string[] => line.trimEnd().split(',');
const rows = (lines: readonly string[], header: string): Record<string, string>[] =>
  lines.map((line) =>
    Object.fromEntries(fields(header).map((name, index) => [name, fields(line)[index] ?? ''])),
  );

describe('dataset folder', () => {
  it('has one enrolment a line, with an outcome and its time where it is over', () => {
    const enrolments = rows([...enrolmentLines(province.rosterNow())], datasetHeaders.enrolments);
    expect(enrolments).toHaveLength(province.truth.learners().length);
    for (const row of enrolments) {
      expect(row.outcome === '').toBe(row.outcome_at === '');
      expect(row.region).toMatch(/^\d{12}$/);
    }
    expect(new Set(enrolments.map((row) => row.outcome))).toEqual(
      new Set(['', 'completed', 'failed', 'withdrew', 'silent']),
    );
  });

  it('has a line for every duty that the registrar knows of, both days counting', () => {
    const roster = province.rosterNow();
    const duties = rows([...dutyLines(roster)], datasetHeaders.duties);
    expect(duties.length).toBeGreaterThan(5);
    expect(duties).toEqual(
      roster.duties?.map(({ account, from, to, kind }) => ({ learner: account.name, from, to, kind })),
    );
  });

  it('has a line for every event but the replies of teachers', () => {
    const lines = statements.map(eventLine).filter((line) => line !== null);
    expect(lines).toHaveLength(statements.filter(({ kind }) => kind !== 'replied').length);
    const passed = rows(lines, datasetHeaders.events).find(({ verb }) => verb === 'passed');
    expect(passed).toMatchObject({ type: 'assessment', count: '1', success: 'true' });
    expect(Number(passed?.score)).toBeGreaterThanOrEqual(0.6);
    expect(Number(passed?.duration)).toBeGreaterThan(0);
  });

  it('names the item by its code in the course, and the skill that it exercises', () => {
    const lines = statements.map(responseLine).filter((line) => line !== null);
    expect(lines).toHaveLength(statements.filter(({ kind }) => kind === 'answered').length);
    const skills = new Set(province.roster.skills?.map(({ code }) => code));
    for (const row of rows(lines, datasetHeaders.responses)) {
      expect(row.item).toMatch(/^(htn|t2d|rdu)-m[1-8]-q[1-5]$/);
      expect(skills.has(row.skill ?? '')).toBe(true);
      expect(['0', '1']).toContain(row.correct);
    }
  });

  it('writes the truth beside it: guessers, departures, skills, hazards and outages', () => {
    const [header, ...lines] = province.truth.csv();
    expect(header).toBe('learner,course,region,fact,at,value\n');
    const facts = new Set(lines.map((line) => fields(line)[3]?.split('.')[0]));
    expect(facts).toEqual(
      new Set(['guesser', 'skipper', 'nudge_lift', 'left', 'skill', 'hazard', 'duty', 'outage']),
    );
  });
});
