import { expect, it } from '@jest/globals';
import { killDuringIntake } from './kill-during-intake.js';

it('three kills under a mixed load lose nothing that was acknowledged, double nothing, and leave nothing wrong', async () => {
  const { rounds, findings, ...figures } = await killDuringIntake(3);
  expect(rounds).toHaveLength(3);
  expect(findings.sentences).toEqual([]);
  // the kills met a server at work
  expect(rounds.reduce((sum, { unanswered }) => sum + unanswered, 0)).toBeGreaterThan(0);
  expect(figures.acknowledged).toBeGreaterThan(50);
  expect(figures.stored).toBe(figures.acknowledged);
  expect(figures).toMatchObject({ deadLetters: 0, wrongLearnerDays: 0 });
  expect(figures.learnerDays).toBeGreaterThan(10);
  for (const kind of ['contested', 'voided', 'documentChanges', 'merges', 'files'] as const)
    expect(figures[kind]).toBeGreaterThan(0);
}, 120_000);
