import { msPerDay, msPerHour, startOfDay, weekday } from './calendar.js';
import { drawDuty } from './duty.js';
import { changeStatus, covariatesOf, feelReplies, isOpen, type Enrolment } from './enrolment.js';
import { dailyHazard } from './hazard.js';
import { Random } from './random.js';
import { silentDays } from './run.js';
import { openStep, study } from './study.js';
import { sayAsStaff, Visit, type World } from './visit.js';

/** Share of leavers who say so, and how many days that takes them on average. */
const saysSo = { share: 0.55, meanDays: 2.5 } as const;
/** Days for which a nudge is remembered. */
const nudgeDays = 3;
/** Who has not left looks in at least this often, network allowing: 21 days of silence mean that somebody has left. */
const longestPause = 18;

/** Log-odds of studying on a day. */
const studyLogit = {
  base: -0.5,
  clinicDay: -0.7,
  weekend: -0.25,
  holiday: -1.5,
  duty: -3,
  offline: -0.8,
  nothingOpen: -0.7,
  dueSoon: 0.7,
} as const;

/** One day of one enrolment: leaving, or staying and perhaps studying. */
export function liveDay(enrolment: Enrolment, day: number, holiday: boolean, world: World): void {
  if (day < enrolment.startDay || !isOpen(enrolment)) return;
  const { run, learner } = enrolment;
  const random = new Random(world.seed, 'day', learner.index, day);
  if (enrolment.departure) {
    closeIfDue(enrolment, day, random, world);
    return;
  }
  if (day - enrolment.startDay >= run.length) {
    endOfRun(enrolment, day, random, world);
    return;
  }
  enrolment.engagement += 0.25 * feelReplies(enrolment, day);
  const hazard = dailyHazard(covariatesOf(enrolment, day));
  enrolment.hazards.push(hazard);
  if (random.chance(hazard)) {
    enrolment.departure = { kind: random.chance(saysSo.share) ? 'said' : 'silent', day };
    return;
  }
  const offline = world.outages.at(learner.village.township, startOfDay(day) + msPerDay / 2) !== null;
  const lastDuty = enrolment.duties.at(-1);
  const duty = lastDuty && day < lastDuty.to ? lastDuty : drawDuty(random, day);
  if (duty && duty !== lastDuty) enrolment.duties.push(duty);
  const onDuty = duty !== null;
  const circumstances = { offline, onDuty, holiday };
  const mustLookIn = day - enrolment.lastActiveDay >= longestPause;
  const studies = random.chance(studyChance(enrolment, day, circumstances)) || mustLookIn;
  const sat = studies && sit(enrolment, day, random, world);
  if (!sat && (offline || onDuty || holiday)) enrolment.excusedDays++;
  drift(enrolment, day, random);
}

interface Circumstances {
  readonly offline: boolean;
  readonly onDuty: boolean;
  readonly holiday: boolean;
}

/** Probability that a learner who is still in studies on this day. */
function studyChance(enrolment: Enrolment, day: number, now: Circumstances): number {
  const { learner, run } = enrolment;
  if (now.offline && !learner.app) return 0;
  const b = studyLogit;
  const next = openStep(enrolment, day);
  const ownDay = day - enrolment.startDay;
  const dueSoon = next && next.module.dueOn >= ownDay && next.module.dueOn - ownDay < 4 && !run.rolling;
  const logit =
    b.base +
    enrolment.engagement +
    (learner.clinicDays[weekday(day)] ? b.clinicDay : 0) +
    (weekday(day) >= 5 ? b.weekend : 0) +
    (now.holiday ? b.holiday : 0) +
    (now.onDuty ? b.duty : 0) +
    (now.offline ? b.offline : 0) +
    (next ? 0 : b.nothingOpen) +
    (dueSoon ? b.dueSoon : 0) +
    (isNudged(enrolment, day) ? learner.nudgeLift : 0);
  return 1 / (1 + Math.exp(-logit));
}

const isNudged = ({ nudgedFrom }: Enrolment, day: number): boolean =>
  day >= nudgedFrom && day < nudgedFrom + nudgeDays;

/** False where the web site cannot be reached at the hour. */
function sit(enrolment: Enrolment, day: number, random: Random, world: World): boolean {
  const { learner } = enrolment;
  const evening = random.chance(learner.evening ? 0.8 : 0.25);
  const hour = evening ? random.between(19, 22) : random.between(12, 14.5);
  const begins = startOfDay(day) + Math.floor(hour * msPerHour);
  if (!learner.app && world.outages.at(learner.village.township, begins)) return false;
  study(new Visit(world, enrolment, day, random, begins), world);
  enrolment.lastActiveDay = day;
  enrolment.excusedDays = 0;
  return true;
}

/** Engagement returns to its slowly fading mean (autoregression of order one); failures fade. */
function drift(enrolment: Enrolment, day: number, random: Random): void {
  const { learner } = enrolment;
  const mean = learner.engagement - learner.fading * (day - enrolment.startDay);
  enrolment.engagement = mean + 0.92 * (enrolment.engagement - mean) + random.normal(0, 0.22);
  enrolment.failures *= 0.95;
}

/** Says that a learner has left, some days after the decision; or the registrar sees it after `silentDays`. */
function closeIfDue(enrolment: Enrolment, day: number, random: Random, world: World): void {
  const { departure, learner, run } = enrolment;
  if (departure?.kind === 'silent') {
    if (day - enrolment.lastActiveDay < silentDays) return;
    const at = startOfDay(day) + 2 * msPerHour;
    changeStatus(enrolment, 'silent', at, at, world.outbox);
    return;
  }
  if (!random.chance(1 / saysSo.meanDays)) return;
  const at = startOfDay(day) + Math.floor(random.between(9, 17) * msPerHour);
  sayAsStaff(world.outbox, random, {
    kind: 'withdrew',
    verb: 'withdrew',
    actor: learner.actor,
    object: run.activity,
    at,
    arrivesAt: at,
    enrolment,
  });
  changeStatus(enrolment, 'withdrew', at, at, world.outbox);
}

function endOfRun(enrolment: Enrolment, day: number, random: Random, world: World): void {
  const { learner, run } = enrolment;
  const at = startOfDay(day) + 8 * msPerHour;
  const share = enrolment.passed.filter(Boolean).length / enrolment.passed.length;
  sayAsStaff(world.outbox, random, {
    kind: 'failed',
    verb: 'failed',
    actor: learner.actor,
    object: run.activity,
    at,
    arrivesAt: at,
    enrolment,
    result: { success: false, completion: false, score: { scaled: share } },
  });
  changeStatus(enrolment, 'failed', at, at, world.outbox);
}
