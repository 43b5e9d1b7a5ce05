import { featureNames } from '#libs/features';
import { createFeatureMatrix, SeededRandom, trainRiskModel, type RiskModel } from '#libs/models';
import { bySpec } from '../support/by-spec.js';
import type { Town } from '../support/town.js';
import { runOf } from '../crash/crash-statements.js';

const RUNS = 4;
const LEARNERS = 40;

/** The run whose learners are busy in a round. */
export const runNumberOf = (round: number): number => 1 + (round % RUNS);

/** Whom the statements are of, in the runs that they name. */
export function chaosRoster(): object {
  const numbers = Array.from({ length: LEARNERS }, (_, number) => number);
  const runs = Array.from({ length: RUNS }, (_, round) => runNumberOf(round));
  const account = (number: number) => ({
    homePage: 'https://lms.example.org',
    name: `learner${String(number)}`,
  });
  const name = { zh: '混沌', en: 'Chaos' };
  return {
    programs: [{ code: 'chaos', name }],
    courses: [{ code: 'chaos', program: 'chaos', name }],
    runs: runs.map((run) => ({
      code: `chaos-${String(run)}`,
      course: 'chaos',
      iri: runOf(run),
      start: '2026-10-01',
      end: null,
    })),
    learners: numbers.map((number) => ({ account: account(number), region: null })),
    enrolments: runs.flatMap((run) =>
      numbers.map((number) => ({
        account: account(number),
        run: `chaos-${String(run)}`,
        registeredAt: '2026-09-20T00:00:00Z',
        startedAt: '2026-10-01T00:00:00Z',
        status: 'started',
        statusAt: '2026-10-01T00:00:00Z',
      })),
    ),
  };
}

/** Learnt from noise: what it says is of no interest, only that everybody says the same. */
function chaosModel(): RiskModel {
  const random = new SeededRandom(7);
  const learners = 400;
  const columns = featureNames.map(() =>
    Float64Array.from({ length: learners }, () => 20 * random.uniform()),
  );
  const rows = Array.from({ length: learners }, (_, learner) => {
    const leaves = random.uniform() < 0.3 + 0.02 * columns[0]![learner]!;
    return {
      group: 'g',
      learner: String(learner),
      landmarkDay: 28,
      leftAfterDays: leaves ? random.integer(28) : null,
      observedDays: 60,
      completed: !leaves && random.uniform() > 0.2,
    };
  });
  const features = createFeatureMatrix([...featureNames], columns);
  return trainRiskModel({ features, rows }, { seed: 1, gbdt: { numIterations: 20 } });
}

/** The model under a version; a new version has everybody scored anew. */
export async function promoteModel(town: Town, version: string): Promise<void> {
  await town.riskModels.add(town.tenant, {
    version,
    model: chaosModel(),
    createdAt: new Date(),
    trainedOn: [],
    metrics: {},
    features: [...featureNames],
  });
  await town.riskModels.promote(town.tenant, version, bySpec);
}
