import { daysFromCivil } from '../data-types/timestamp.js';

const dayMs = 86_400_000;
/** Zones have no rules before; beyond, the rules of the bound are as good as any. */
const earliest = Date.UTC(1900, 0, 1);
const latest = Date.UTC(2100, 0, 1);

/** Offsets within one day of UTC: two where the clocks change in it. */
interface OffsetsOfDay {
  readonly before: number;
  readonly after: number;
  readonly changesAt: number;
}

interface Zone {
  readonly format: Intl.DateTimeFormat;
  readonly days: Map<number, OffsetsOfDay>;
  /** What a day of the calendar is called, by its number. */
  readonly names: Map<number, string>;
}

/**
 * `Intl` takes 2 µs to 5 µs for each instant, which is more than all else that normalising does: the offsets of a
 * day of UTC are asked for once. A memo of a pure function, bounded, so that strange timestamps cannot fill memory.
 */
const zones = new Map<string, Zone>();
const mostDays = 4096;

/**
 * Calendar day of an instant in a time zone (IANA name), YYYY-MM-DD.
 * @throws RangeError where there is no such time zone.
 */
export function calendarDay(milliseconds: number, timeZone: string): string {
  const zone = zones.get(timeZone) ?? openZone(timeZone);
  const day = Math.floor((milliseconds + offsetOf(milliseconds, zone)) / dayMs);
  let name = zone.names.get(day);
  if (name === undefined) {
    if (zone.names.size >= mostDays) zone.names.clear();
    name = new Date(day * dayMs).toISOString().slice(0, 10);
    zone.names.set(day, name);
  }
  return name;
}

function offsetOf(milliseconds: number, zone: Zone): number {
  const instant = Math.min(Math.max(milliseconds, earliest), latest);
  const day = Math.floor(instant / dayMs);
  let offsets = zone.days.get(day);
  if (offsets === undefined) {
    if (zone.days.size >= mostDays) zone.days.clear();
    offsets = offsetsOfDay(zone.format, day);
    zone.days.set(day, offsets);
  }
  return instant < offsets.changesAt ? offsets.before : offsets.after;
}

function openZone(timeZone: string): Zone {
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
  const zone: Zone = { format, days: new Map(), names: new Map() };
  zones.set(timeZone, zone);
  return zone;
}

function offsetsOfDay(format: Intl.DateTimeFormat, day: number): OffsetsOfDay {
  let low = day * dayMs;
  let high = low + dayMs;
  const before = intlOffset(format, low);
  const after = intlOffset(format, high);
  if (before === after) return { before, after, changesAt: high };
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2000) * 1000;
    if (intlOffset(format, middle) === before) low = middle;
    else high = middle;
  }
  return { before, after, changesAt: high };
}

function intlOffset(format: Intl.DateTimeFormat, milliseconds: number): number {
  const parts = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 };
  for (const { type, value } of format.formatToParts(milliseconds)) {
    if (type in parts) parts[type as keyof typeof parts] = Number(value);
  }
  const local =
    (daysFromCivil(parts.year, parts.month, parts.day) * 86_400 +
      parts.hour * 3600 +
      parts.minute * 60 +
      parts.second) *
    1000;
  return local - Math.floor(milliseconds / 1000) * 1000;
}
