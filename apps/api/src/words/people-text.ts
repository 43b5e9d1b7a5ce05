import type { BilingualText } from '#libs/contracts';

/** A count of people in words; null = hidden because it is small. */
export const peopleText = (count: number | null): BilingualText =>
  count === null
    ? { zh: '不足 5 人', en: 'fewer than 5' }
    : { zh: `${count.toLocaleString('en')} 人`, en: count.toLocaleString('en') };
