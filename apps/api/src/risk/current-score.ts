import * as z from 'zod';
import { type Abstention, type BilingualText, type Chance, type Horizon, type Reason } from '#libs/contracts';
import { readFigures, readReasons, readSilence } from '#libs/features';
import { type RiskBars, riskLevel } from './risk-level.js';

/** The newest score of a learner in a run at a horizon, as the queries of this folder read it. */
export const ScoreRow = z.object({
  horizon: z.enum(['7', '14', '28', 'end']),
  scored_at: z.string(),
  abstained: z.string(),
  probability: z.number().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  model: z.string(),
});
export type ScoreRow = z.infer<typeof ScoreRow>;

/** What it takes to say the reasons of a score, as columns of a row. */
export const keptReasons = {
  reasons: z.string(),
  asof: z.string(),
  feature_names: z.string(),
  features: z.string(),
  silence: z.string(),
};
type KeptReasons = z.infer<z.ZodObject<typeof keptReasons>>;

/** Reasons of a score in words. @param run its code */
export function reasonsOf(
  { reasons, asof, feature_names, features, silence }: KeptReasons,
  of: { readonly learner: string; readonly run: string },
): Reason[] {
  const place = { ...of, asof, silence: readSilence(silence) };
  return readReasons(reasons, readFigures(feature_names, features), place);
}

const days: Record<Horizon, number | null> = { '7': 7, '14': 14, '28': 28, end: null };

/** null where the model abstained. */
export function chanceOf(row: ScoreRow, bars: RiskBars): Chance | null {
  const { probability, lower, upper } = row;
  if (row.abstained !== '' || probability === null || lower === null || upper === null) return null;
  return {
    horizonDays: days[row.horizon],
    probability,
    lower,
    upper,
    level: riskLevel(probability, bars),
    model: row.model,
    scoredAt: row.scored_at,
  };
}

type AbstentionOf = z.infer<typeof Abstention>;
const told = ['short-history', 'unlike-course', 'not-in-population'] as const;

/** Why there is no chance; `daysSinceStart` counts the learner's own clock. */
export function abstentionOf(abstained: string | undefined, daysSinceStart: number): AbstentionOf | null {
  if (abstained === '') return null;
  const why = told.find((one) => one === abstained) ?? 'no-model';
  return { why, text: abstentionText(why, daysSinceStart) };
}

function abstentionText(why: AbstentionOf['why'], daysSinceStart: number): BilingualText {
  if (why === 'short-history') {
    const n = Math.max(0, daysSinceStart);
    return {
      zh: `入学 ${String(n)} 天，资料不足，暂不判断。`,
      en: `Enrolled ${String(n)} ${n === 1 ? 'day' : 'days'}: not enough data, no estimate.`,
    };
  }
  if (why === 'unlike-course')
    return {
      zh: '这门课程与模型学过的课程都不相像，暂不判断。',
      en: 'This course is unlike any that the model has learnt from: no estimate.',
    };
  return why === 'not-in-population'
    ? { zh: '已不在学，不再判断。', en: 'No longer learning here: no estimate.' }
    : {
        zh: '这门课程还没有可用的模型，暂不判断。',
        en: 'There is no model for this course yet: no estimate.',
      };
}
