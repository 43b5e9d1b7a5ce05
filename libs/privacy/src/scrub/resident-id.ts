/** First two digits of a division code: provinces and their like (GB/T 2260), and 91 for foreign residents. */
const provinces: ReadonlySet<string> = new Set(
  (
    '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 ' +
    '61 62 63 64 65 71 81 82 83 91'
  ).split(' '),
);

/** GB 11643-1999: weights of the first 17 digits, and the check character by the sum modulo 11. */
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkCharacters = '10X98765432';

/** The check character of 17 digits. */
export function residentIdCheck(digits: string): string {
  const sum = weights.reduce((total, weight, place) => total + weight * Number(digits[place]), 0);
  return checkCharacters[sum % 11] ?? '';
}

/** A resident's number of 18 characters without separators: province, calendar day and check character are right. */
export function isResidentId(text: string): boolean {
  return (
    /^\d{17}[\dXx]$/.test(text) &&
    provinces.has(text.slice(0, 2)) &&
    /^(?:18|19|20)/.test(text.slice(6)) &&
    isDay(text.slice(6, 10), text.slice(10, 12), text.slice(12, 14)) &&
    residentIdCheck(text) === text.slice(17).toUpperCase()
  );
}

/** The form of 15 digits, given out until 1999: no check character, so that province and calendar day must do. */
export function isOldResidentId(text: string): boolean {
  return (
    /^\d{15}$/.test(text) &&
    provinces.has(text.slice(0, 2)) &&
    isDay(`19${text.slice(6, 8)}`, text.slice(8, 10), text.slice(10, 12))
  );
}

function isDay(year: string, month: string, day: string): boolean {
  const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return at.getUTCMonth() === Number(month) - 1 && at.getUTCDate() === Number(day);
}
