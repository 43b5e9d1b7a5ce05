import { expectedCalibrationError, predictRisk, trainRiskModel, type LandmarkTable } from '#libs/models';
import { coverageOf, type Coverage } from './calibration/coverage.js';
import { createTown, type TownOptions, type TrueHorizon } from './calibration/known-town.js';
import { figure, type BenchOptions, type Report } from './report.js';

interface Setting {
  readonly name: string;
  readonly town: Pick<TownOptions, 'runs' | 'learnersPerRun' | 'runSpread'>;
}

const settings: readonly Setting[] = [
  { name: '6 runs of 500, later runs alike', town: { runs: 6, learnersPerRun: 500, runSpread: 0 } },
  { name: '3 runs of 150, later runs alike', town: { runs: 3, learnersPerRun: 150, runSpread: 0 } },
  { name: '6 runs of 500, runs differ', town: { runs: 6, learnersPerRun: 500, runSpread: 0.15 } },
  { name: '3 runs of 100, runs differ', town: { runs: 3, learnersPerRun: 100, runSpread: 0.15 } },
  { name: '1 run of 300, runs differ', town: { runs: 1, learnersPerRun: 300, runSpread: 0.15 } },
  { name: '1 run of 100, runs differ', town: { runs: 1, learnersPerRun: 100, runSpread: 0.15 } },
];
const horizons: readonly TrueHorizon[] = ['7', '14', '28', 'end'];
/** Models of each setting, each with learners of its own. */
const MODELS = 8;
const SEED = 42;
const later = { learnersPerRun: 200, runs: 12, futures: 25 };

interface Judged extends Coverage {
  readonly horizon: TrueHorizon;
  /** Calibration error against outcomes, and against true chances, which are without the noise of outcomes. */
  readonly ece: number;
  readonly trueEce: number;
}

/** Trains on a town, and asks for chances of later runs whose truth is known. */
function judgeOnce({ town }: Setting, seed: number): Judged[] {
  const model = trainRiskModel(createTown({ ...town, seed, futures: 0 }).table, { seed });
  const { table, truth } = createTown({ ...town, ...later, seed: seed + 1_000_000 });
  const predicted = predictRisk(model, table.features);
  return horizons.flatMap((horizon) => {
    const estimates = predicted[horizon];
    if (estimates === null) return [];
    const { rows, labels } = labelled(table, horizon);
    return {
      horizon,
      ...coverageOf(estimates, truth[horizon]),
      trueEce: expectedCalibrationError(truth[horizon], estimates.p),
      ece: expectedCalibrationError(
        labels,
        rows.map((row) => estimates.p[row]!),
      ),
    };
  });
}

function labelled({ rows }: LandmarkTable, horizon: TrueHorizon): { rows: number[]; labels: number[] } {
  const days = horizon === 'end' ? 0 : Number(horizon);
  const followed = [...rows.keys()].filter((row) => rows[row]!.observedDays >= days);
  return {
    rows: followed,
    labels: followed.map((row) => {
      const { completed, leftAfterDays } = rows[row]!;
      return Number(horizon === 'end' ? completed === false : (leftAfterDays ?? Infinity) < days);
    }),
  };
}

/**
 * Whether the interval of a chance holds the truth as often as it says, and how far chances are off on later runs.
 * Learners are drawn whose true chances are known to the last digit but the noise of 25 futures.
 */
export function calibration({ say }: BenchOptions): Promise<Report[]> {
  const judged = settings.map((setting, index) => {
    const all: Judged[] = [];
    for (let model = 0; model < MODELS; model++) {
      say(`  ${setting.name}: model ${String(model + 1)} of ${String(MODELS)}`);
      all.push(...judgeOnce(setting, SEED + 100 * index + model));
    }
    return { setting, all };
  });
  const lines = judged.flatMap(({ setting, all }) =>
    horizons.map((horizon) => {
      const own = all.filter((one) => one.horizon === horizon);
      const mean = (of: (one: Judged) => number): number =>
        own.reduce((sum, one) => sum + of(one), 0) / own.length;
      return {
        setting: setting.name,
        horizon,
        ofScore: mean((one) => one.ofScore),
        ofPerson: mean((one) => one.ofPerson),
        width: mean((one) => one.width),
        bias: mean((one) => one.bias),
        ece: mean((one) => one.ece),
        trueEce: mean((one) => one.trueEce),
        worst: Math.max(...own.map(({ trueEce }) => trueEce)),
      };
    }),
  );
  const percent = (share: number): string => `${figure(share * 100)} %`;
  return Promise.resolve([
    {
      title: `Calibration against known truth: means of ${String(MODELS)} models, on ${String(later.runs * later.learnersPerRun)} learners of later runs`,
      head: [
        'trained on',
        'horizon',
        '95 % intervals that hold the true mean at the score',
        '... the chance of the person',
        'mean width',
        'mean distance from the truth',
        'ECE on outcomes',
        'ECE on true chances (limit .015)',
        'its worst',
      ],
      rows: lines.map((one) => [
        one.setting,
        one.horizon,
        percent(one.ofScore),
        percent(one.ofPerson),
        one.width.toFixed(3),
        one.bias.toFixed(4),
        one.ece.toFixed(4),
        one.trueEce.toFixed(4),
        one.worst.toFixed(4),
      ]),
      figures: { seed: SEED, models: MODELS, lines },
    },
  ]);
}
