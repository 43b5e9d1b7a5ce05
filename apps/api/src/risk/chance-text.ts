import type { BilingualText, Chance } from '#libs/contracts';

/** People of `of` that a chance stands for: about so many, at least and at most. */
export interface PeopleOf {
  readonly of: 10 | 100;
  readonly about: number;
  readonly low: number;
  readonly high: number;
}

/** "Of 10" from 10 %, else "of 100"; whole people; the range is rounded outwards so that it never looks surer than it is. */
export function peopleOf({
  probability,
  lower,
  upper,
}: Pick<Chance, 'probability' | 'lower' | 'upper'>): PeopleOf {
  const of = probability >= 0.1 ? 10 : 100;
  const about = Math.round(probability * of);
  return {
    of,
    about,
    low: Math.min(about, Math.floor(lower * of + 1e-9)),
    high: Math.max(about, Math.ceil(upper * of - 1e-9)),
  };
}

/** From this width of the range on, the reasons come before the number. */
const wide = 0.35;

/** A chance in words: whole people, always a range, never a decimal. */
export function chanceText(chance: Chance): BilingualText {
  const { of, about, low, high } = peopleOf(chance);
  const range = { zh: `${String(low)}–${String(high)} 位`, en: `${String(low)} to ${String(high)}` };
  if (chance.upper - chance.lower > wide)
    return {
      zh: `把握不大：${String(of)} 位中 ${range.zh}，请先看依据。`,
      en: `Uncertain: ${range.en} of ${String(of)}. See the reasons first.`,
    };
  const when =
    chance.horizonDays === null
      ? {
          zh: '不会完成课程',
          en: about === 1 ? 'does not complete the course' : 'do not complete the course',
        }
      : {
          zh: `会在 ${String(chance.horizonDays)} 天内中断学习`,
          en: `${about === 1 ? 'stops' : 'stop'} within ${String(chance.horizonDays)} days`,
        };
  return {
    zh: `像这样的 ${String(of)} 位学员，约 ${String(about)} 位${when.zh}（${range.zh}）。`,
    en: `Of ${String(of)} learners like this, about ${String(about)} ${when.en} (${range.en}).`,
  };
}
