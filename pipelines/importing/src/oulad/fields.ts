/** The dataset leaves unknown values empty; a later edition writes `?`. */
export function isUnknown(text: string): boolean {
  return text === '' || text === '?';
}

/** A whole number as the dataset writes it; undefined for anything else. */
export function wholeNumber(text: string): number | undefined {
  return /^-?\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** Days that a presentation and all that belongs to it can be away from its start. */
const furthestDay = 1000;

/** A day of a presentation's calendar, 0 = its first; undefined for anything else. */
export function dayNumber(text: string): number | undefined {
  const day = wholeNumber(text);
  return day !== undefined && Math.abs(day) <= furthestDay ? day : undefined;
}
export const notADay = 'must be a whole number of days from the start of the presentation, like -10 or 54';

/** 0 to 100, decimals allowed; undefined for anything else. */
export function percentage(text: string): number | undefined {
  return /^\d{1,3}(\.\d+)?$/.test(text) && Number(text) <= 100 ? Number(text) : undefined;
}
export const notAPercentage = 'must be a number from 0 to 100';
