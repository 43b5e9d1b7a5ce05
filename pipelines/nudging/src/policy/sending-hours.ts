import type { SendingHours } from '#libs/contracts';
import { dayMs, minuteMs, zoneOffset } from './local-time.js';

/**
 * The first instant at or after `from` that the hours permit by the zone's wall clock.
 * @throws RangeError where the hours permit no minute of a week.
 */
export function nextPermitted(from: Date, hours: SendingHours, timeZone: string): Date {
  let cursor = from.getTime();
  const latest = cursor + 8 * dayMs;
  while (cursor < latest) {
    const offset = zoneOffset(cursor, timeZone);
    const wait = blockedFor(cursor + offset, hours);
    if (wait === 0) return new Date(cursor);
    const end = cursor + wait;
    // the wait was counted on a clock that may be put forward or back meanwhile: then look again from that moment
    cursor = zoneOffset(end, timeZone) === offset ? end : clockChange(cursor, end, timeZone);
  }
  throw new RangeError('the quiet and clinic hours leave no minute of a week in which a nudge may go');
}

/** Milliseconds of wall clock until the end of the hours that forbid this wall-clock moment; 0 = permitted. */
function blockedFor(local: number, hours: SendingHours): number {
  const day = Math.floor(local / dayMs);
  const time = local - day * dayMs;
  // 1970-01-01 was a Thursday
  const weekday = ((((day + 3) % 7) + 7) % 7) + 1;
  let wait = 0;
  if (hours.quiet !== null) wait = untilEnd(time, clock(hours.quiet.from), clock(hours.quiet.to));
  for (const { weekdays, from, to } of hours.clinic)
    if (weekdays.includes(weekday)) wait = Math.max(wait, untilEnd(time, clock(from), clock(to)));
  return wait;
}

function untilEnd(time: number, from: number, to: number): number {
  if (from < to) return time >= from && time < to ? to - time : 0;
  if (time >= from) return to + dayMs - time;
  return time < to ? to - time : 0;
}

/** `HH:MM` as milliseconds since midnight. */
function clock(time: string): number {
  return (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * minuteMs;
}

/** The instant in (after, upTo] from which the zone has the offset that it has at `upTo`. */
function clockChange(after: number, upTo: number, timeZone: string): number {
  const changed = zoneOffset(upTo, timeZone);
  let [low, high] = [after, upTo];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (zoneOffset(middle, timeZone) === changed) high = middle;
    else low = middle;
  }
  return high;
}
