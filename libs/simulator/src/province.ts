import type { RosterInput } from '#libs/contracts';
import { dayNumber, dayOf, isHoliday, isoUtc, msPerHour, parseInstant, startOfDay } from './calendar.js';
import { courses, program } from './curriculum.js';
import { tellDuties } from './duty.js';
import { createEnrolment, enrolmentRow, isOpen, type Enrolment } from './enrolment.js';
import { liveDay } from './enrolment-day.js';
import { createGeography, type Geography } from './geography.js';
import { planIntakes, succeed, type Intake } from './intake.js';
import { createLearner } from './learner.js';
import { checkedStart, type ProvinceOptions } from './options.js';
import { OutageSchedule } from './outages.js';
import { Outbox, type RosterChange } from './outbox.js';
import { Random } from './random.js';
import { RosterBook } from './roster-book.js';
import { isTrainingDay, type Run } from './run.js';
import { courseRoster, runRoster } from './run-roster.js';
import type { SimulatedStatement } from './statement.js';
import { holdTraining } from './training-day.js';
import { Truth } from './truth.js';
import { sayRegistration, type World } from './visit.js';

/** What arrived in a stretch of time, each list in order of arrival. */
export interface Step {
  readonly statements: readonly SimulatedStatement[];
  readonly changes: readonly RosterChange[];
}

/**
 * A simulated province's continuing education of rural doctors. It starts with its past runs, comes to the present and
 * lives on for as long as it is advanced: rolling enrolments keep coming, and a run that ends is followed by the next.
 * Places, names, phone numbers and questions are invented; there are no patients in it.
 */
export class Province {
  /** Places, courses and the runs known from the start; people come with the changes. */
  readonly roster: RosterInput;
  readonly truth: Truth;
  /** First instant of the past and the present that `weeks` leads to, ISO 8601 UTC. */
  readonly historyStart: string;
  readonly present: string;

  private readonly seed: number;
  private readonly geography: Geography;
  private readonly townships;
  private readonly world: World;
  private readonly intakes: Intake[];
  /** By account, in the order of enrolment. */
  private readonly enrolments = new Map<string, Enrolment>();
  private readonly book = new RosterBook();
  private open: Enrolment[] = [];
  private nextDay: number;
  private position: number;

  constructor(options: ProvinceOptions) {
    const { seed } = options;
    const start = checkedStart(options);
    this.seed = seed;
    this.geography = createGeography(seed);
    this.townships = new Map(this.geography.townships.map((township) => [township.code, township]));
    this.world = { seed, outbox: new Outbox(), outages: new OutageSchedule(seed, this.geography.townships) };
    this.intakes = planIntakes(options, start);
    this.nextDay = Math.min(...this.intakes.map(({ opensOn }) => opensOn));
    this.position = startOfDay(this.nextDay);
    this.historyStart = isoUtc(this.position);
    this.present = isoUtc(startOfDay(start + 7 * options.weeks));
    this.roster = structure(
      this.geography,
      this.intakes.map(({ run }) => run),
    );
    this.book.add(this.roster);
    this.truth = new Truth(this.enrolments, this.world.outages.all);
  }

  /** Everything that arrives from the position reached (inclusive) to `to` (exclusive, ISO 8601). @throws RangeError */
  advance(to: string): Step {
    const instant = parseInstant(to);
    while (startOfDay(this.nextDay) < instant) this.liveThrough(this.nextDay++);
    const step = this.world.outbox.takeBefore(instant);
    for (const change of step.changes) this.book.add(change.roster);
    this.position = Math.max(this.position, instant);
    return step;
  }

  /** Advances to `to` in steps that end at local midnight, so that a long history need not be held at once. */
  *days(to: string): Generator<Step> {
    const end = parseInstant(to);
    while (this.position < end) {
      const midnight = startOfDay(dayOf(this.position) + 1);
      yield this.advance(isoUtc(Math.min(midnight, end)));
    }
  }

  /** The instant reached, ISO 8601 UTC. */
  get now(): string {
    return isoUtc(this.position);
  }

  /** All that the registrar knows at the position reached. */
  rosterNow(): RosterInput {
    return this.book.snapshot();
  }

  /**
   * A reminder reaches a learner on a day (YYYY-MM-DD). It adds the learner's `nudgeLift` to the log-odds of studying on
   * that day and the two after it; where that day has been lived already, on the next three. False where nobody of this
   * account is studying.
   */
  applyNudge(account: string, day: string): boolean {
    const enrolment = this.enrolments.get(account);
    if (!enrolment || !isOpen(enrolment)) return false;
    enrolment.nudgedFrom = Math.max(dayNumber(day), this.nextDay);
    return true;
  }

  private liveThrough(day: number): void {
    this.world.outages.begin(day);
    for (const intake of [...this.intakes]) this.enrolAll(intake, day);
    const holiday = isHoliday(day);
    for (const enrolment of this.open) {
      liveDay(enrolment, day, holiday, this.world);
      if (isTrainingDay(enrolment.run, day)) holdTraining(enrolment, day, this.world);
    }
    this.open = this.open.filter(isOpen);
  }

  private enrolAll(intake: Intake, day: number): void {
    const { run } = intake;
    for (let count = intake.enrolling(day); count > 0; count--) this.enrol(run, day);
    const next = succeed(intake, day, this.seed);
    if (!next) return;
    this.intakes.splice(this.intakes.indexOf(intake), 1, next);
    this.world.outbox.announce(startOfDay(day), runRoster(next.run));
  }

  private enrol(run: Run, day: number): void {
    const learner = createLearner(this.seed, this.enrolments.size, this.geography.villages, this.townships);
    const random = new Random(this.seed, 'registration', learner.index);
    // A cohort registers in the two weeks before it starts; a rolling learner's clock starts with the registration.
    const on = run.rolling ? day : random.whole(day, run.startDay);
    const at = startOfDay(on) + Math.floor(random.between(8, run.rolling ? 12 : 20) * msPerHour);
    const enrolment = createEnrolment(this.seed, learner, run, at, run.rolling ? on : run.startDay);
    this.enrolments.set(learner.account, enrolment);
    this.open.push(enrolment);
    this.world.outbox.announce(at, {
      learners: [learnerRow(enrolment)],
      enrolments: [enrolmentRow(enrolment)],
    });
    tellDuties(enrolment, this.seed, this.world.outbox);
    sayRegistration(this.world.outbox, random, enrolment, at);
  }
}

/** See `ProvinceOptions`. @throws RangeError on an option out of its range. */
export const createProvince = (options: ProvinceOptions): Province => new Province(options);

function structure(geography: Geography, runs: readonly Run[]): RosterInput {
  const plans = runs.map(runRoster);
  const taught = courses.map(courseRoster);
  return {
    regions: [...geography.regions],
    programs: [program],
    courses: courses.map(({ code, name }) => ({ code, program: program.code, name })),
    modules: taught.flatMap(({ modules }) => modules),
    skills: taught.flatMap(({ skills }) => skills),
    runs: plans.flatMap((plan) => plan.runs),
    activities: plans.flatMap((plan) => plan.activities),
  };
}

const learnerRow = ({ learner }: Enrolment) => ({
  account: learner.actor.account,
  name: learner.name,
  phone: learner.phone,
  region: learner.village.code,
  consentReminders: learner.consent,
  attributes: { ...learner.attributes },
});
