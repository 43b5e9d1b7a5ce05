import type { WorklistRow } from '#libs/contracts';
import { dayIn } from '#libs/postgres';
import { addDays } from '../calendar/days.js';

/** Hours of the tenant's clock between which village doctors are free to talk: after clinic, before the night. */
const callFrom = 18;
const callUntil = 21;

/** When to call. */
export function callSuggestion(now: Date, timeZone: string): WorklistRow['suggestion'] {
  const today = dayIn(timeZone, now);
  const opens = instantOf(today, callFrom, timeZone, now);
  if (now < opens)
    return { text: { zh: '建议 18:00 后打电话。', en: 'Call after 18:00.' }, notBefore: opens.toISOString() };
  if (now < instantOf(today, callUntil, timeZone, now))
    return { text: { zh: '现在适合打电话。', en: 'Now is a good time to call.' }, notBefore: null };
  return {
    text: { zh: '建议明天 18:00 后打电话。', en: 'Call tomorrow after 18:00.' },
    notBefore: instantOf(addDays(today, 1), callFrom, timeZone, now).toISOString(),
  };
}

/** Instant of a full hour of a calendar day, by the zone's offset at `near` (an hour off on the days when clocks change). */
function instantOf(day: string, hour: number, timeZone: string, near: Date): Date {
  const wall = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(
    near,
  );
  const offset = Date.parse(`${wall.replace(' ', 'T')}Z`) - Math.floor(near.getTime() / 1000) * 1000;
  return new Date(Date.parse(day) + hour * 3_600_000 - offset);
}
