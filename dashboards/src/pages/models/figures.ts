import type { BilingualText } from '#libs/contracts';
import { both } from '../../language/bilingual.js';

export interface Estimate {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/** Percentage points with one decimal: 1.9 of 0.019. */
export const points = (share: number): string => (share * 100).toFixed(1);

/** Whole points with their sign: +14, −9, 0. */
export function signedPoints(share: number): string {
  const whole = Math.round(share * 100);
  if (whole === 0) return '0';
  return whole > 0 ? `+${whole.toString()}` : `−${(-whole).toString()}`;
}

/** Area under the ROC curve and the like: two decimals. */
export const twoDecimals = (value: number): string => value.toFixed(2);

export function signedDecimals(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  if (Number(text) === 0) return text;
  return value > 0 ? `+${text}` : `−${text}`;
}

/** The 95 % interval alone, to stand below its estimate. */
export const range = (
  { lower, upper }: Pick<Estimate, 'lower' | 'upper'>,
  show: (value: number) => string,
): BilingualText => both(`${show(lower)} 至 ${show(upper)}`, `${show(lower)} to ${show(upper)}`);
