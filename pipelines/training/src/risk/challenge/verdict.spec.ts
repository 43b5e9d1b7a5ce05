import { describe, expect, it } from '@jest/globals';
import type { TrialFigure } from '#libs/contracts';
import { verdictOf } from './verdict.js';

type Gain = TrialFigure['aucGain'];
const around = (value: number): Gain => ({ value, lower: value - 0.02, upper: value + 0.02 });

const figure = (horizon: string, logLossGain: Gain, aucGain: Gain): TrialFigure => ({
  horizon,
  learners: 120,
  positives: 40,
  logLossGain,
  aucGain,
  champion: { logLoss: 0.6, auc: 0.7 },
  challenger: { logLoss: 0.6 - logLossGain.value, auc: 0.7 + aucGain.value },
});

const [better, same, worse] = [around(0.05), around(0), around(-0.05)];

describe('a challenger is better', () => {
  it.each<[string, TrialFigure[], boolean, RegExp]>([
    ['where the whole interval lies above 0', [figure('end', better, better)], true, /shown to be better/],
    ['not where it reaches 0', [figure('end', around(0.019), better)], false, /not shown to be better/],
    ['not where it ranks worse', [figure('end', better, around(-0.001))], false, /ranks worse/],
    ['where it ranks just as well', [figure('end', better, around(0))], true, /AUC 0.700 -> 0.700/],
    [
      'not where another horizon is shown to lose',
      [figure('7', worse, same), figure('end', better, better)],
      false,
      /leaves within 7 days/,
    ],
    [
      'where another horizon only may have lost',
      [figure('7', around(-0.01), around(-0.01)), figure('end', better, better)],
      true,
      /does not complete/,
    ],
    [
      'by 28 days where nobody completes',
      [figure('14', same, same), figure('28', better, same)],
      true,
      /28 days/,
    ],
    ['not where nothing can be judged', [], false, /no horizon/],
    [
      'not where there is no number',
      [figure('end', { value: NaN, lower: NaN, upper: NaN }, better)],
      false,
      /not shown/,
    ],
  ])('%s', (_when, figures, isBetter, why) => {
    const verdict = verdictOf(figures);
    expect(verdict.better !== null).toBe(isBetter);
    expect(verdict.reason.en).toMatch(why);
  });
});
