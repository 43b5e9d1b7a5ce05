import type { BilingualText } from '#libs/contracts';

export type Language = 'zh' | 'en';

/** A text in both languages, side by side so that neither can be forgotten. */
export const both = (zh: string, en: string): BilingualText => ({ zh, en });

const english = new Intl.PluralRules('en');

/** English noun for a count: `plural(2, 'person', 'people')`. Chinese nouns do not change. */
export const plural = (count: number, one: string, other: string): string =>
  english.select(count) === 'one' ? one : other;
