export const minuteMs = 60_000;
export const dayMs = 24 * 60 * minuteMs;

/** How far the zone's wall clock is ahead of UTC at this instant, in milliseconds. @throws RangeError on an unknown zone. */
export function zoneOffset(instant: number, timeZone: string): number {
  const shown: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  for (const { type, value } of format.formatToParts(instant)) shown[type] = Number(value);
  const { year = NaN, month = NaN, day = NaN, hour = NaN, minute = NaN, second = NaN } = shown;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
}

/** Days from 1970-01-01 to the calendar day on which the instant falls in the zone. */
export function dayNumber(instant: Date, timeZone: string): number {
  return Math.floor((instant.getTime() + zoneOffset(instant.getTime(), timeZone)) / dayMs);
}

export function dayName(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** The instant at which the day begins in the zone; where the clock jumps over midnight, the instant of the jump. */
export function startOfDay(day: number, timeZone: string): Date {
  const midnight = day * dayMs;
  // the offset that holds there: guessed by the one in force a day before, which no zone changes twice within
  const before = midnight - zoneOffset(midnight - dayMs, timeZone);
  return new Date(midnight - zoneOffset(before - 1, timeZone));
}
