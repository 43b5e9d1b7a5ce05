import type { RosterInput } from '#libs/contracts';
import { isoDay, msPerHour, startOfDay } from './calendar.js';
import type { Duty, Enrolment } from './enrolment.js';
import type { Outbox } from './outbox.js';
import { Random } from './random.js';

/** Chance that one begins on a day off duty. */
const beginChance = 1 / 150;
/** Days of one: 4 to 9. */
const length = [4, 10] as const;

/** How the county's office enters duties: most ahead, some when they have begun, the rest never. Assumed, not measured. */
const entry = {
  aheadShare: 0.7,
  /** Days before the first one: 1 to 10. */
  aheadDays: [1, 11],
  lateShare: 0.2,
  /** Days after the first one: 1 to 5. */
  lateDays: [1, 6],
} as const;

/** The duty that begins on a day off duty, drawn after leaving from the stream of the learner's day; null for none. */
export const drawDuty = (random: Random, day: number): Duty | null =>
  random.chance(beginChance) ? { from: day, to: day + random.whole(...length) } : null;

/**
 * Tells the registrar of the learner's duties for as long as the run goes, each when the office enters it, though not
 * before the registration. The office plans them whether or not somebody still studies: duties of those who leave are
 * told like all others.
 */
export function tellDuties(enrolment: Enrolment, seed: number, outbox: Outbox): void {
  const { learner, registeredAt } = enrolment;
  for (const duty of plannedDuties(enrolment, seed)) {
    const at = enteredAt(duty, new Random(seed, 'duty entered', learner.index, duty.from));
    if (at !== null) outbox.announce(Math.max(at, registeredAt), { duties: [dutyRow(enrolment, duty)] });
  }
}

/** What `liveDay` will draw, of a learner who stays to the end. */
function plannedDuties({ learner, run, startDay }: Enrolment, seed: number): Duty[] {
  const duties: Duty[] = [];
  const random = new Random();
  for (let day = startDay; day < startDay + run.length;) {
    random.rename(seed, 'day', learner.index, day);
    // the first number of a day decides on leaving
    random.uniform();
    const duty = drawDuty(random, day);
    if (duty) duties.push(duty);
    day = duty?.to ?? day + 1;
  }
  return duties;
}

/** In office hours; null = never. */
function enteredAt({ from }: Duty, random: Random): number | null {
  const share = random.uniform();
  if (share >= entry.aheadShare + entry.lateShare) return null;
  const day =
    share < entry.aheadShare
      ? from - random.whole(...entry.aheadDays)
      : from + random.whole(...entry.lateDays);
  return startOfDay(day) + Math.floor(random.between(9, 17) * msPerHour);
}

const dutyRow = ({ learner }: Enrolment, { from, to }: Duty): NonNullable<RosterInput['duties']>[number] => ({
  account: learner.actor.account,
  kind: 'duty',
  from: isoDay(from),
  to: isoDay(to - 1),
});
