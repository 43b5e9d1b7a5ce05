import type { Language } from './bilingual.js';

/** Numbers and times as the readers of a language write them, in the tenant's time zone. */
export interface Formats {
  /** 12,345 in both languages: for tables. */
  readonly number: (value: number) => string;
  /** 1.2万 or 12.3k: for headlines. */
  readonly headline: (value: number) => string;
  /** A share 0 to 1 in whole percent. */
  readonly percent: (share: number) => string;
  /** 2026年11月23日 周一 or Mon 23 Nov 2026; takes an instant or a calendar day. */
  readonly date: (value: string) => string;
  /** 11月23日 or 23 Nov. */
  readonly shortDate: (value: string) => string;
  /**
   * 14 May – 3 Sep 2026, 1 Oct 2026 – 21 Jan 2027 or 2026年5月14日 – 9月3日, of calendar days, both included; one day
   * alone is written once.
   */
  readonly period: (from: string, to: string) => string;
  /** 14:05 */
  readonly time: (instant: string) => string;
  /** Calendar day of an instant, YYYY-MM-DD. */
  readonly calendarDay: (instant: string) => string;
  /** Date and time of an instant. */
  readonly dateTime: (instant: string) => string;
  /** Short date and time: for lists. */
  readonly shortDateTime: (instant: string) => string;
  /** "2 小时前" below 24 hours, else the short date. */
  readonly ago: (instant: string, now: string) => string;
}

const calendarDay = /^\d{4}-\d{2}-\d{2}$/;
const minute = 60_000;
const hour = 60 * minute;

export function createFormats(language: Language, timeZone: string): Formats {
  const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
  const compact = new Intl.NumberFormat(language === 'zh' ? 'zh-CN' : 'en', {
    notation: 'compact',
    maximumFractionDigits: 1,
  });
  // A calendar day has no zone: it is read and written as UTC so that it cannot slip.
  const dayParts = partsReader('UTC');
  const instantParts = partsReader(timeZone);
  const partsOf = (value: string) => (calendarDay.test(value) ? dayParts : instantParts)(new Date(value));

  const shortDate = (value: string) => {
    const { day, month } = partsOf(value);
    return language === 'zh'
      ? `${month.toString()}月${day.toString()}日`
      : `${day.toString()} ${englishMonths[month - 1] ?? ''}`;
  };
  const date = (value: string) => {
    const { year, weekday } = partsOf(value);
    return language === 'zh'
      ? `${year.toString()}年${shortDate(value)} 周${chineseWeekdays[weekday] ?? ''}`
      : `${englishWeekdays[weekday] ?? ''} ${shortDate(value)} ${year.toString()}`;
  };
  const withYear = (value: string) => {
    const year = partsOf(value).year.toString();
    return language === 'zh' ? `${year}年${shortDate(value)}` : `${shortDate(value)} ${year}`;
  };
  const period = (from: string, to: string) => {
    if (from === to) return withYear(from);
    const [first, last] =
      partsOf(from).year !== partsOf(to).year
        ? [withYear(from), withYear(to)]
        : language === 'zh'
          ? [withYear(from), shortDate(to)]
          : [shortDate(from), withYear(to)];
    return `${first} – ${last}`;
  };
  const time = (instant: string) => partsOf(instant).time;
  const comma = language === 'zh' ? ' ' : ', ';

  return {
    number: (value) => whole.format(value),
    headline: (value) => (Math.abs(value) < 10_000 ? whole.format(value) : compact.format(value)),
    percent: (share) => `${Math.round(share * 100).toString()}%`,
    date,
    shortDate,
    period,
    time,
    calendarDay: (instant) => {
      const { year, month, day } = partsOf(instant);
      return [year, month, day].map((part) => part.toString().padStart(2, '0')).join('-');
    },
    dateTime: (instant) => `${date(instant)}${comma}${time(instant)}`,
    shortDateTime: (instant) => `${shortDate(instant)}${comma}${time(instant)}`,
    ago: (instant, now) => {
      const elapsed = Date.parse(now) - Date.parse(instant);
      if (elapsed >= 24 * hour) return shortDate(instant);
      if (elapsed < minute) return language === 'zh' ? '刚刚' : 'just now';
      const [count, zh, en] =
        elapsed < hour
          ? [Math.floor(elapsed / minute), '分钟前', 'min ago']
          : [Math.floor(elapsed / hour), '小时前', 'h ago'];
      return `${count.toString()} ${language === 'zh' ? zh : en}`;
    },
  };
}

interface DateParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** 0 = Sunday. */
  readonly weekday: number;
  readonly time: string;
}

function partsReader(timeZone: string): (date: Date) => DateParts {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return (date) => {
    const part = Object.fromEntries(format.formatToParts(date).map(({ type, value }) => [type, value]));
    return {
      year: Number(part.year),
      month: Number(part.month),
      day: Number(part.day),
      weekday: englishWeekdays.indexOf(part.weekday ?? ''),
      time: `${part.hour ?? ''}:${part.minute ?? ''}`,
    };
  };
}

const englishWeekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const chineseWeekdays = ['日', '一', '二', '三', '四', '五', '六'];
const englishMonths = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
