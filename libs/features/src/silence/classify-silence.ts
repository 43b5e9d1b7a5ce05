import type { silenceKinds } from '#libs/contracts';
import type { Network } from './network.js';
import { type Presence, studyRate } from './presence.js';

export type SilenceKind = (typeof silenceKinds)[number];

/** A learner of whom nothing is heard, told apart. Days are whole ones: today is not over. */
export interface Silence {
  readonly kind: SilenceKind;
  /** First silent day. */
  readonly since: number;
  readonly days: number;
  /** Of these: without network in the township; holidays; on duty or leave by the roster; and the rest. */
  readonly outageDays: number;
  readonly holidayDays: number;
  readonly awayDays: number;
  readonly ordinaryDays: number;
  /** Chance that as many ordinary days would have passed without a record anyway, by the learner's own rate before. */
  readonly anyway: number;
  /** Over the days without network: neighbours' days, how many would have had a record, and how many had. */
  readonly near: { readonly people: number; readonly expected: number; readonly heard: number };
}

export type SilentDays = Pick<Silence, 'days' | 'ordinaryDays'>;

/** Days of a silence on which nobody could have expected a record: for the estimate the clock stood still on them. */
export const excusedDays = (silence: SilentDays | null | undefined): number =>
  silence ? silence.days - silence.ordinaryDays : 0;

/** Fewer whole days without a record are no silence: most learners do not study daily. */
export const SILENT_DAYS = 4;
/** Ordinary days that would pass without a record as rarely as this are a sign of their own. */
const SURPRISING = 0.2;
/** Share of late days from which on a device is one that often waits for a network. */
const OFTEN = 0.2;
/** No device waits for longer than this without being asked about. */
const LONG_WAIT_DAYS = 14;

/**
 * What the silence of a learner may mean. It is the learner's own where the days on which there was a network, no
 * holiday and no duty are too many for how often this learner studied before; else it goes by the days that excuse it,
 * where those are at least half; else too little has passed to say. Of a device that often waits for a network nothing
 * is said for two weeks.
 * @param isAway whether the roster knows of duty or leave on a day
 * @returns null where the learner is not silent
 */
export function classifySilence(
  person: Presence,
  network: Network,
  today: number,
  isAway: (day: number) => boolean = () => false,
): Silence | null {
  const last = person.days.at(-1);
  const since = Math.max(last === undefined ? person.from : last + 1, person.from);
  const days = today - since;
  if (days < SILENT_DAYS) return null;
  let [outageDays, holidayDays, awayDays] = [0, 0, 0];
  const near = { people: 0, expected: 0, heard: 0 };
  for (let day = since; day < today; day++) {
    if (isAway(day)) awayDays++;
    else if (network.isOut(person.place, day)) {
      outageDays++;
      const crowd = network.crowd(person.place, day);
      near.people += crowd?.people ?? 0;
      near.expected += crowd?.expected ?? 0;
      near.heard += crowd?.heard ?? 0;
    } else if (network.isHoliday(day)) holidayDays++;
  }
  const ordinaryDays = days - outageDays - holidayDays - awayDays;
  const anyway = (1 - studyRate(person, since)) ** ordinaryDays;
  return {
    kind: kindOf(days, outageDays, holidayDays + awayDays, anyway, waitsOften(person)),
    since,
    days,
    outageDays,
    holidayDays,
    awayDays,
    ordinaryDays,
    anyway,
    near,
  };
}

/** Whether a fifth or more of the learner's days came late: a device of which silence says little for a while. */
const waitsOften = ({ days, late }: Presence): boolean =>
  late.length > 0 && late.length >= OFTEN * days.length;

function kindOf(
  days: number,
  outageDays: number,
  otherDays: number,
  anyway: number,
  waitsOften: boolean,
): SilenceKind {
  if (anyway <= SURPRISING) return waitsOften && days <= LONG_WAIT_DAYS ? 'unknown' : 'disengaged';
  if ((outageDays + otherDays) * 2 < days) return 'unknown';
  return outageDays >= otherDays ? 'outage' : 'holiday-or-duty';
}
