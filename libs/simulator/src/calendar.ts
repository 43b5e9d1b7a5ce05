/**
 * Calendar of the simulated province: Beijing time, UTC+8 without summer time. A day is its number since 1970-01-01
 * in that zone; an instant is milliseconds since the epoch, as `Date.prototype.getTime` counts.
 */
export const msPerDay = 86_400_000;
export const msPerHour = 3_600_000;
export const msPerMinute = 60_000;
const offset = 8 * msPerHour;

/** @throws RangeError where the text is not a calendar day of the form YYYY-MM-DD. */
export function dayNumber(isoDay: string): number {
  const ms = /^\d{4}-\d\d-\d\d$/.test(isoDay) ? Date.parse(`${isoDay}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(ms) || isoDayOfUtc(ms) !== isoDay)
    throw new RangeError(`not a day (YYYY-MM-DD): ${isoDay}`);
  return ms / msPerDay;
}

/** @throws RangeError where the text is no instant with an offset or Z. */
export function parseInstant(iso: string): number {
  const ms = /(Z|[+-]\d\d:\d\d)$/.test(iso) ? Date.parse(iso) : Number.NaN;
  if (Number.isNaN(ms)) throw new RangeError(`not an instant with offset or Z: ${iso}`);
  return ms;
}

const isoDayOfUtc = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

export const isoDay = (day: number): string => isoDayOfUtc(day * msPerDay);
/** Instant of the day's local midnight. */
export const startOfDay = (day: number): number => day * msPerDay - offset;
export const dayOf = (instant: number): number => Math.floor((instant + offset) / msPerDay);
/** 0 = Monday ... 6 = Sunday. */
export const weekday = (day: number): number => (((day + 3) % 7) + 7) % 7;

export const isoUtc = (instant: number): string => new Date(instant).toISOString();
export const isoBeijing = (instant: number): string =>
  `${new Date(instant + offset).toISOString().slice(0, -1)}+08:00`;

/** First day of the Chinese year, from the almanac; the spec compares it with ICU's Chinese calendar. */
// prettier-ignore
export const newYearDays = [
  '2020-01-25', '2021-02-12', '2022-02-01', '2023-01-22', '2024-02-10', '2025-01-29', '2026-02-17', '2027-02-06',
  '2028-01-26', '2029-02-13', '2030-02-03', '2031-01-23', '2032-02-11', '2033-01-31', '2034-02-19', '2035-02-08',
  '2036-01-28', '2037-02-15', '2038-02-04', '2039-01-24', '2040-02-12',
] as const;

const newYears = new Map(newYearDays.map((day) => [day.slice(0, 4), dayNumber(day)]));

/** Whether nearly nobody studies: around Spring Festival (2020 to 2040) and on the first seven days of October. */
export function isHoliday(day: number): boolean {
  const iso = isoDay(day);
  if (iso.slice(5) >= '10-01' && iso.slice(5) <= '10-07') return true;
  const newYear = newYears.get(iso.slice(0, 4));
  return newYear !== undefined && day >= newYear - 3 && day < newYear + 9;
}
