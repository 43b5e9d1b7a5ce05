import { dayName, dayNumber } from './local-time.js';

/**
 * First day of the window in which the instant falls: windows of `windowDays` calendar days of the zone follow each
 * other from 1970-01-01 on, so that every process names the same one without asking.
 */
export function windowStart(instant: Date, windowDays: number, timeZone: string): string {
  return dayName(Math.floor(dayNumber(instant, timeZone) / windowDays) * windowDays);
}
