import type { BilingualText, Chance } from '#libs/contracts';
import { both } from './bilingual.js';

/** A probability told as people: `about` of `of`, and certainly between `low` and `high`. */
export interface PeopleOf {
  readonly of: 10 | 100;
  readonly about: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Whole people of 10 from 10 % on, else of 100 (natural frequencies are read right more often than percentages).
 * The range is rounded outwards, so the told one never claims more certainty than the computed one.
 */
export function peopleOf(chance: Pick<Chance, 'probability' | 'lower' | 'upper'>): PeopleOf {
  const of = chance.probability >= 0.1 ? 10 : 100;
  // Without the rounding to 6 places 0.3 * 10 would be 3.0000000000000004 and go up to 4.
  const people = (share: number) => Number((share * of).toFixed(6));
  return {
    of,
    about: Math.round(people(chance.probability)),
    low: Math.floor(people(chance.lower)),
    high: Math.ceil(people(chance.upper)),
  };
}

/** From this width of the range on, the reasons come before the number. */
const wide = 0.35;

export function chanceSentence(
  chance: Pick<Chance, 'probability' | 'lower' | 'upper' | 'horizonDays'>,
): BilingualText {
  const people = peopleOf(chance);
  const { of, low, high } = people;
  if (chance.upper - chance.lower > wide) {
    return both(
      `把握不大:${of.toString()} 位中 ${low.toString()}–${high.toString()} 位,请先看依据。`,
      `Uncertain: ${low.toString()} to ${high.toString()} of ${of.toString()}. See the reasons first.`,
    );
  }
  const days = chance.horizonDays?.toString();
  const range = `${low.toString()}–${high.toString()}`;
  const zhAbout = people.about === 0 ? '不到 1 位' : `约 ${people.about.toString()} 位`;
  const enAbout = people.about === 0 ? 'fewer than 1' : `about ${people.about.toString()}`;
  const enStop = people.about <= 1 ? 'stops' : 'stop';
  return both(
    `像这样的 ${of.toString()} 位学员,${zhAbout}会${days === undefined ? '在结课前' : `在 ${days} 天内`}中断学习(${range} 位)。`,
    `Of ${of.toString()} learners like this, ${enAbout} ${enStop} ${days === undefined ? 'before the end' : `within ${days} days`} (${range.replace('–', ' to ')}).`,
  );
}

/** For table cells: the same whole people with the range, without the sentence around. */
export function chanceBrief(chance: Pick<Chance, 'probability' | 'lower' | 'upper'>): BilingualText {
  const { of, about, low, high } = peopleOf(chance);
  const zh = about === 0 ? '不到 1' : `约 ${about.toString()}`;
  const en = about === 0 ? 'under 1' : `about ${about.toString()}`;
  return both(
    `${of.toString()} 位中${zh} 位(${low.toString()}–${high.toString()})`,
    `${en} of ${of.toString()} (${low.toString()}–${high.toString()})`,
  );
}

export type Level = Chance['level'] | 'unknown';

/** Every level has a shape of its own: the page says the same without colour. */
export const levels: Record<Level, { readonly mark: string; readonly name: BilingualText }> = {
  contact: { mark: '▲', name: both('优先联系', 'Contact first') },
  watch: { mark: '◆', name: both('留意', 'Watch') },
  none: { mark: '○', name: both('暂无信号', 'No sign') },
  unknown: { mark: '▨', name: both('资料不足', 'Not enough data') },
};
