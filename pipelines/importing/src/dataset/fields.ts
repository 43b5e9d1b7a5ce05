const DAY_MS = 86_400_000;
const NOON_MS = DAY_MS / 2;

const iso =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2}(?:[.,]\d+)?))?\s*(Z|z|[+-]\d{2}(?::?\d{2})?)?)?$/;

/** A time of the folder: when it was, and the calendar day that stands in it. */
export interface FolderTime {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** YYYY-MM-DD as written. */
  readonly day: string;
}

/**
 * An ISO 8601 time; undefined for anything else, the 31st of February too. A day alone stands for its noon in UTC,
 * which is the same day from UTC-12 to UTC+11; a time without an offset is UTC.
 * @param asWritten the clock on the wall decides and the offset is passed over, so that a day of the folder is the day
 *   that its writer saw, whatever the time zone
 */
export function folderTime(text: string, asWritten: boolean): FolderTime | undefined {
  const [, day = '', time, seconds = '0', offset = 'Z'] = iso.exec(text) ?? [];
  const midnight = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(midnight) || isoDay(midnight) !== day) return undefined;
  if (time === undefined) return { at: midnight + NOON_MS, day };
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const second = Number(seconds.replace(',', '.'));
  if (hours > 24 || minutes > 59 || second >= 61) return undefined;
  const wall = midnight + Math.round(((hours * 60 + minutes) * 60 + second) * 1000);
  return { at: asWritten ? wall : wall - offsetMs(offset), day };
}
export const notATime = 'must be a time in ISO 8601, like 2026-03-02 or 2026-03-02T08:30:00Z';

function offsetMs(offset: string): number {
  if (offset === 'Z' || offset === 'z') return 0;
  const [, sign, hours, minutes = '00'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(offset) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** Calendar day of an instant in UTC, YYYY-MM-DD. */
export const isoDay = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Midnight UTC of YYYY-MM-DD, milliseconds since 1970. */
export const midnightOf = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/** Whole days from one calendar day to another. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((midnightOf(to) - midnightOf(from)) / DAY_MS);

/** A finite number in plain or exponential writing; undefined for anything else (`NaN`, `inf`, `1,5`). */
export function finiteNumber(text: string): number | undefined {
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) && Number.isFinite(Number(text))
    ? Number(text)
    : undefined;
}

/** `true`, `1`, `yes` or their opposites in any case; undefined for anything else. */
export function truth(text: string): boolean | undefined {
  if (/^(true|1|1\.0|yes|t)$/i.test(text)) return true;
  return /^(false|0|0\.0|no|f)$/i.test(text) ? false : undefined;
}
