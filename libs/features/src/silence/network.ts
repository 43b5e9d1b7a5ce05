import { binomialTail } from './binomial-tail.js';
import { type Presence, RATE_DAYS, rateOf } from './presence.js';

/** How many of a place's usual learners were heard on a day. */
export interface Crowd {
  /** Those who had studied within the ten days before. */
  readonly people: number;
  /** How many of them would have been heard: the sum of their rates, by what the rest did on that day. */
  readonly expected: number;
  /** With a record that arrived within a day. */
  readonly heard: number;
  /** With records that all arrived later. */
  readonly late: number;
}

export interface Network {
  /** Whether the place was without network, as far as its learners show. */
  readonly isOut: (place: string, day: number) => boolean;
  /** Whether nearly nobody studied anywhere. */
  readonly isHoliday: (day: number) => boolean;
  /** null outside the days that are looked at. */
  readonly crowd: (place: string, day: number) => Crowd | null;
}

/** Days before today that are looked at. */
export const WINDOW_DAYS = 28;
/** Who has been silent for longer is nobody's usual neighbour. */
const USUAL_WITHIN = 10;
/** Below this share of what is expected a day may belong to an outage. */
const QUIET = 0.25;
/** So unlikely must the quiet be by chance. */
const UNLIKELY = 0.02;
/** Where records came late, or somebody is heard of nowhere near, less is asked for. */
const UNLIKELY_WITH_LATE = 0.25;
/** Fewer expected than this in the rest of the tenant say nothing about a day. */
const FEWEST_ELSEWHERE = 5;
/** A day on which fewer than this share of the usual study is a holiday. */
const HOLIDAY = 0.5;

interface Count {
  people: number;
  expected: number;
  heard: number;
  late: number;
}

/**
 * Outages and holidays of the last four weeks from who was heard where. A stretch of days is an outage of a place where
 * far fewer of its usual learners were heard than of everybody else's, by more than chance explains (binomial test over
 * the stretch), or where less than that is explained and records of those days have come late since. A day is a holiday
 * where everybody everywhere studied less than half as much as on the days around it, and not by chance.
 * @param today day number; it is not over and not looked at
 */
export function networkOf(people: readonly Presence[], today: number): Network {
  const first = today - WINDOW_DAYS;
  const places = new Map<string, Count[]>();
  const whole = emptyCounts();
  for (const person of people) {
    const own = places.get(person.place) ?? emptyCounts();
    if (person.place !== '') places.set(person.place, own);
    countPerson(person, first, [own, whole]);
  }
  const tempo = whole.map((all) => (all.heard + all.late) / Math.max(all.expected, 1e-9));
  const usualTempo = [...tempo].sort((a, b) => a - b)[WINDOW_DAYS / 2]!;
  const holidays = new Set(
    whole.flatMap((all, at) => (isHoliday(all, usualTempo, tempo[at]!) ? [first + at] : [])),
  );
  const crowds = new Map(
    Array.from(places, ([place, counts]) => [place, counts.map((own, at) => crowdOf(own, whole[at]!))]),
  );
  const outages = new Map(Array.from(crowds, ([place, days]) => [place, outagesOf(days)]));
  return {
    isOut: (place, day) => outages.get(place)?.[day - first] ?? false,
    isHoliday: (day) => holidays.has(day),
    crowd: (place, day) => crowds.get(place)?.[day - first] ?? null,
  };
}

const emptyCounts = (): Count[] =>
  Array.from({ length: WINDOW_DAYS }, () => ({ people: 0, expected: 0, heard: 0, late: 0 }));

function countPerson(person: Presence, first: number, counts: readonly Count[][]): void {
  const { days, from } = person;
  const late = new Set(person.late);
  // of the learner's days: how many lie before the day that is looked at, and before the days that its rate is of
  let [before, beforeRate] = [0, 0];
  for (let at = 0; at < WINDOW_DAYS; at++) {
    const day = first + at;
    const since = Math.max(from, day - RATE_DAYS);
    while (before < days.length && days[before]! < day) before++;
    while (beforeRate < days.length && days[beforeRate]! < since) beforeRate++;
    const lastBefore = days[before - 1];
    if (lastBefore === undefined || lastBefore < day - USUAL_WITHIN || from > day) continue;
    const rate = rateOf(before - beforeRate, day - since);
    for (const count of counts) {
      const one = count[at]!;
      one.people++;
      one.expected += rate;
      if (late.has(day)) one.late++;
      else if (days[before] === day) one.heard++;
    }
  }
}

/** The place by the tempo of the rest: what all do on a weekend, on a holiday or in the last weeks is no outage. */
function crowdOf(own: Count, whole: Count): Crowd {
  const elsewhere = whole.expected - own.expected;
  const tempo = elsewhere < FEWEST_ELSEWHERE ? 1 : (whole.heard - own.heard) / elsewhere;
  return { ...own, expected: Math.min(own.people, own.expected * tempo) };
}

function isHoliday({ people, expected, heard, late }: Count, usualTempo: number, tempo: number): boolean {
  if (people === 0 || tempo >= HOLIDAY * usualTempo) return false;
  return binomialTail(heard + late, people, Math.min(1, (expected * usualTempo) / people)) <= UNLIKELY;
}

/** By day, whether it belongs to an outage. */
function outagesOf(days: readonly Crowd[]): boolean[] {
  const out = days.map(() => false);
  const isQuiet = ({ people, expected, heard }: Crowd): boolean => people > 0 && heard <= QUIET * expected;
  for (let begin = 0; begin < days.length; begin++) {
    if (!isQuiet(days[begin]!)) continue;
    let end = begin;
    while (end < days.length && isQuiet(days[end]!)) end++;
    const stretch = days.slice(begin, end);
    const sum = (name: keyof Crowd): number => stretch.reduce((total, day) => total + day[name], 0);
    const people = sum('people');
    const chance = binomialTail(sum('heard'), people, sum('expected') / people);
    if (chance <= (sum('late') > 0 ? UNLIKELY_WITH_LATE : UNLIKELY)) out.fill(true, begin, end);
    begin = end;
  }
  return out;
}
