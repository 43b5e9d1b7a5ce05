import { afterEach, describe, expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { featureMatrixFromRows, SeededRandom, type LandmarkOutcome, type LandmarkTable } from '#libs/models';
import { challenge, learnRisk } from '#pipelines/training';
import { TrainingProcess, TrainingStopped } from './training-process.js';

const entry = {
  path: fileURLToPath(new URL('./training-child.ts', import.meta.url)),
  execArgv: ['--conditions=snowlight-src', '--import', '@swc-node/register/esm-register'],
};

/** Who clicks little leaves; one landmark a learner. */
function table(group: string, learners: number, seed: number): LandmarkTable {
  const random = new SeededRandom(seed);
  const clicks = Array.from({ length: learners }, () => random.uniform());
  const rows = clicks.map((often, learner): LandmarkOutcome => {
    const leaves = random.bernoulli(often < 0.5 ? 0.8 : 0.1);
    return {
      group,
      learner: String(learner),
      landmarkDay: 14,
      leftAfterDays: leaves ? random.integer(28) : null,
      observedDays: 42,
      completed: !leaves,
    };
  });
  return {
    features: featureMatrixFromRows(
      ['clicks'],
      clicks.map((often) => [often]),
    ),
    rows,
  };
}

const training = table('first', 400, 1);
const heldOut = table('newest', 200, 2);
const champion = learnRisk(table('elsewhere', 400, 3), 1).model;

let hand: TrainingProcess;
afterEach(() => hand.stop());

describe('training in a process of its own', () => {
  it('gives the very model, and the very verdict, that this process would give', async () => {
    hand = new TrainingProcess(entry);
    expect(await hand.learn(training, 1)).toEqual(learnRisk(training, 1));
    const task = { training, heldOut, champion, seed: 1 };
    expect(await hand.challenge(task)).toEqual(challenge(task));
  }, 120_000);

  it('says in a sentence where there is nothing to learn', async () => {
    hand = new TrainingProcess(entry);
    const nobody = { features: featureMatrixFromRows(['clicks'], []), rows: [] };
    await expect(hand.learn(nobody, 1)).rejects.toThrow(/nothing to learn/);
  }, 120_000);

  it('ends the process when it is told to, and says so', async () => {
    hand = new TrainingProcess(entry);
    const learning = hand.learn(training, 1);
    const ended = expect(learning).rejects.toBeInstanceOf(TrainingStopped);
    hand.stop();
    await ended;
    await expect(hand.learn(training, 1)).rejects.toBeInstanceOf(TrainingStopped);
  }, 120_000);
});
