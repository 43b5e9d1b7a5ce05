import type { BilingualText, Horizon } from '#libs/contracts';
import type { LandmarkTable } from '#libs/models';
import type { RunFacts } from '../run-facts.query.js';
import { labelOf } from '../target.js';
import type { EvaluationReport } from './report.js';

export function splitOf(train: readonly RunFacts[], test: readonly RunFacts[]): EvaluationReport['split'] {
  const firstTest = periodOf(test).from;
  return train.every(({ end }) => end !== null && end <= firstTest) ? 'forward' : 'not forward';
}

/** First day of the first run and the end of the last; null where one has no end. */
export function periodOf(runs: readonly RunFacts[]): { readonly from: string; readonly to: string | null } {
  const ends = runs.map(({ end }) => end);
  const from = runs.map(({ start }) => start).sort()[0] ?? '';
  return { from, to: ends.includes(null) ? null : (ends.sort().at(-1) ?? null) };
}

export const learnersOf = ({ rows }: LandmarkTable): number =>
  new Set(rows.map(({ group, learner }) => JSON.stringify([group, learner]))).size;

export const horizonName = (horizon: Horizon): BilingualText =>
  horizon === 'end'
    ? { zh: '未完成课程', en: 'does not complete' }
    : { zh: `${horizon} 天内中断学习`, en: `left within ${horizon} days` };

/** Why a day has no table. */
export function unjudged(day: number, asked: readonly Horizon[], test: LandmarkTable): BilingualText[] {
  const rows = test.rows.filter(({ landmarkDay }) => landmarkDay === day);
  const on = String(day);
  if (rows.length === 0)
    return [
      {
        zh: `第 ${on} 天:测试课程里没有结局已知且仍在学的学员`,
        en: `day ${on}: no learner with a known outcome was still enrolled in a test run`,
      },
    ];
  return asked.flatMap((horizon) => {
    const labels = rows.map((row) => labelOf(horizon, row)).filter((label) => label !== null);
    const positives = labels.filter((label) => label === 1).length;
    if (positives > 0 && positives < labels.length) return [];
    const what =
      labels.length === 0
        ? { zh: '结局尚不可知', en: 'nothing is known yet of' }
        : positives === 0
          ? { zh: '无一人如此', en: 'none of' }
          : { zh: '人人如此', en: 'all of' };
    const { zh, en } = horizonName(horizon);
    const learners = String(labels.length || rows.length);
    return [
      {
        zh: `第 ${on} 天,${zh}:${learners} 位学员中${what.zh},无从排序`,
        en: `day ${on}, ${en}: ${what.en} the ${learners} learners, so there is nothing to rank`,
      },
    ];
  });
}
