/** Figures as they are read. What is not known is NaN, or null where the report has been JSON. */
export type Known = number | null | undefined;

export const isKnown = (value: Known): value is number =>
  value !== null && value !== undefined && Number.isFinite(value);

export const fixed = (value: Known, digits: number): string =>
  isKnown(value) ? value.toFixed(digits).replace('-', '−') : '-';

export const percent = (share: Known): string => (isKnown(share) ? `${Math.round(share * 100)} %` : '-');

/** `lower to upper`; empty where it is not known. */
export const range = ({ lower, upper }: { lower: Known; upper: Known }, digits: number): string =>
  isKnown(lower) && isKnown(upper) ? `${fixed(lower, digits)} to ${fixed(upper, digits)}` : '';

export const withRange = (value: Known, interval: { lower: Known; upper: Known }, digits: number): string => {
  const between = range(interval, digits);
  return between === '' ? fixed(value, digits) : `${fixed(value, digits)} (${between})`;
};
