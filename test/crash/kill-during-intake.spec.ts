import { expect, it } from '@jest/globals';
import { killDuringIntake } from './kill-during-intake.js';

it('three kills during intake lose nothing that was acknowledged, double nothing, and leave no rollup wrong', async () => {
  const { rounds, acknowledged, stored, ...wrong } = await killDuringIntake(3);
  expect(rounds).toHaveLength(3);
  // the kills met a server at work
  for (const { unanswered } of rounds) expect(unanswered).toBeGreaterThan(0);
  expect(acknowledged).toBeGreaterThan(50);
  expect(stored).toBe(acknowledged);
  expect(wrong).toMatchObject({ lost: 0, doubled: 0, deadLetters: 0, wrongLearnerDays: 0 });
  expect(wrong.learnerDays).toBeGreaterThan(10);
}, 120_000);
