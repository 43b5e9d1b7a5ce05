/** An instant as sent: milliseconds since 1970 UTC, and the digits that are finer than that. */
export interface Instant {
  readonly milliseconds: number;
  /** Digits of the second after the third, trailing zeros dropped; empty where there are none. */
  readonly finer: string;
}

const digit = (text: string, at: number): number => {
  const code = text.charCodeAt(at) - 48;
  return code >= 0 && code <= 9 ? code : NaN;
};
const two = (text: string, at: number): number => digit(text, at) * 10 + digit(text, at + 1);

/** Days since 1970 of a day of the proleptic Gregorian calendar (Hinnant, days_from_civil). */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function lengthOfMonth(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && leap ? 29 : (monthDays[month - 1] ?? 0);
}

/**
 * RFC 3339 date and time with an offset: read by hand, because this is on the path of every statement (a regular
 * expression with groups takes three times as long). An offset of minus zero is refused: it says that the local
 * offset is not known. A leap second is the first instant of the next minute.
 */
export function parseRfc3339(text: string): Instant | undefined {
  const separator = text.charCodeAt(10) | 0x20;
  if (text.length < 20 || separator !== 0x74 || text[4] !== '-' || text[7] !== '-') return undefined;
  if (text[13] !== ':' || text[16] !== ':') return undefined;
  const year = two(text, 0) * 100 + two(text, 2);
  const month = two(text, 5);
  const day = two(text, 8);
  const hour = two(text, 11);
  const minute = two(text, 14);
  const second = two(text, 17);
  // Comparisons are written so that NaN (no digit) fails them.
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= lengthOfMonth(year, month))) return undefined;
  if (!(hour <= 23 && minute <= 59 && second <= 60)) return undefined;

  let at = 19;
  let milliseconds = 0;
  let finer = '';
  if (text[at] === '.') {
    const start = ++at;
    while (digit(text, at) >= 0) at++;
    if (at === start) return undefined;
    milliseconds = Number(text.slice(start, Math.min(at, start + 3)).padEnd(3, '0'));
    if (at > start + 3) finer = text.slice(start + 3, at).replace(/0+$/, '');
  }

  let offset = 0;
  const sign = text[at];
  if (sign === 'Z' || sign === 'z') {
    if (text.length !== at + 1) return undefined;
  } else if (sign === '+' || sign === '-') {
    const offsetHour = two(text, at + 1);
    const offsetMinute = two(text, at + 4);
    if (text.length !== at + 6 || text[at + 3] !== ':') return undefined;
    if (!(offsetHour <= 23 && offsetMinute <= 59)) return undefined;
    offset = offsetHour * 60 + offsetMinute;
    if (sign === '-') {
      if (offset === 0) return undefined;
      offset = -offset;
    }
  } else {
    return undefined;
  }
  const minutes = daysFromCivil(year, month, day) * 1440 + hour * 60 + minute - offset;
  return { milliseconds: minutes * 60_000 + second * 1000 + milliseconds, finer };
}

const iso8601 =
  /^(\d{4})(?:-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?|(\d\d)(\d\d)T(\d\d)(\d\d)(?:(\d\d)(?:[.,](\d+))?)?)(?:(Z)|([+-])(\d\d)(?::?(\d\d))?)?$/;

/**
 * What ISO 8601 allows beyond RFC 3339: the basic form, a comma, no seconds, an offset in hours, no offset at all
 * (read as UTC). Legal in xAPI 1.0.x (Data 4.5), not in 2.0. Rare, so not tuned.
 */
export function parseIso8601(text: string): Instant | undefined {
  const m = iso8601.exec(text);
  if (m === null) return undefined;
  const basic = m[8] !== undefined;
  const [month, day, hour, minute, second = '00', fraction] = basic ? m.slice(8, 14) : m.slice(2, 8);
  const offset = m[15] === undefined ? 'Z' : `${m[15]}${m[16] ?? ''}:${m[17] ?? '00'}`;
  return parseRfc3339(
    `${m[1] ?? ''}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second}` +
      `${fraction === undefined ? '' : `.${fraction}`}${offset}`,
  );
}

/** An instant in any form that some version allows; undefined where the text is none. */
export function parseTimestamp(text: string): Instant | undefined {
  return parseRfc3339(text) ?? parseIso8601(text);
}

/** The form by which two timestamps are compared: equal exactly where the instants are. */
export function comparableTimestamp(text: string): string {
  const instant = parseTimestamp(text);
  return instant === undefined ? text : `${String(instant.milliseconds)}.${instant.finer}`;
}

const isoForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:[0-5]\d\.\d{3}Z$/;

/** An instant as ISO 8601 UTC with milliseconds. Most are sent so, and to see that is cheaper than to write it. */
export function isoInstant(text: string, milliseconds: number): string {
  return isoForm.test(text) ? text : new Date(milliseconds).toISOString();
}
