import { csvLine } from './csv.js';
import { dayNumber, isHoliday, isoDay, isoUtc } from './calendar.js';
import type { Enrolment } from './enrolment.js';
import type { Outage } from './outages.js';

export interface TrueLearner {
  readonly account: string;
  readonly run: string;
  readonly region: string;
  readonly guesser: boolean;
  readonly skipper: boolean;
  /** Added by a nudge to the log-odds of studying, on each of three days. */
  readonly nudgeLift: number;
  /** Day of the decision to leave, and whether it is said; null while in, or when the run was gone through. */
  readonly departure: { readonly day: string; readonly kind: 'said' | 'silent' } | null;
}

export interface TrueSkill {
  readonly skill: string;
  readonly known: boolean;
  /** Null where it was known before the course, or is not known. */
  readonly learnedOn: string | null;
}

export interface TrueHazard {
  readonly day: string;
  /** Chance, 0 to 1, that the learner, still in, left on this day. */
  readonly hazard: number;
}

/** What was drawn and no record store is told. Grows while the province is advanced. */
export class Truth {
  constructor(
    /** By account, in the order of enrolment. */
    private readonly enrolments: ReadonlyMap<string, Enrolment>,
    private readonly allOutages: readonly Outage[],
  ) {}

  learners(): TrueLearner[] {
    return Array.from(this.enrolments.values(), ({ learner, run, departure }) => ({
      account: learner.account,
      run: run.code,
      region: learner.village.code,
      guesser: learner.guesser,
      skipper: learner.skipper,
      nudgeLift: learner.nudgeLift,
      departure: departure && { day: isoDay(departure.day), kind: departure.kind },
    }));
  }

  /** The hazard of every day on which the learner was still in, oldest first; empty for an unknown account. */
  hazards(account: string): TrueHazard[] {
    const enrolment = this.enrolments.get(account);
    return (
      enrolment?.hazards.map((hazard, index) => ({ day: isoDay(enrolment.startDay + index), hazard })) ?? []
    );
  }

  /** The hazard on a day (YYYY-MM-DD); null where the learner was not in. */
  hazard(account: string, day: string): number | null {
    const enrolment = this.enrolments.get(account);
    return enrolment?.hazards[dayNumber(day) - enrolment.startDay] ?? null;
  }

  skills(account: string): TrueSkill[] {
    const enrolment = this.enrolments.get(account);
    return (
      enrolment?.skills.map(({ known, learnedOn }, index) => ({
        skill: enrolment.run.course.skills[index]!.code,
        known,
        learnedOn: learnedOn === null ? null : isoDay(learnedOn),
      })) ?? []
    );
  }

  /** Outreach duties, days half-open; during them hardly anybody studies. */
  duties(account: string): { from: string; to: string }[] {
    const duties = this.enrolments.get(account)?.duties ?? [];
    return duties.map(({ from, to }) => ({ from: isoDay(from), to: isoDay(to) }));
  }

  /** Whether nearly nobody studies on a day (YYYY-MM-DD): Spring Festival and the first week of October. */
  isHoliday(day: string): boolean {
    return isHoliday(dayNumber(day));
  }

  /** Stretches without network, half-open, ISO 8601 UTC. */
  outages(): { region: string; from: string; to: string }[] {
    return this.allOutages.map(({ township, from, to }) => ({
      region: township,
      from: isoUtc(from),
      to: isoUtc(to),
    }));
  }

  /** Lines of `truth.csv`, header first, each ended by a newline: one line per learner and fact, and per outage. */
  *csv(): Generator<string> {
    yield csvLine(['learner', 'course', 'region', 'fact', 'at', 'value']);
    for (const learner of this.learners()) {
      const { account, run, region, departure } = learner;
      const line = (fact: string, at: string, value: string): string =>
        csvLine([account, run, region, fact, at, value]);
      yield line('guesser', '', String(Number(learner.guesser)));
      yield line('skipper', '', String(Number(learner.skipper)));
      yield line('nudge_lift', '', String(learner.nudgeLift));
      if (departure) yield line('left', departure.day, departure.kind);
      for (const { skill, known, learnedOn } of this.skills(account)) {
        yield line(`skill.${skill}`, learnedOn ?? '', String(Number(known)));
      }
      for (const { from, to } of this.duties(account)) yield line('duty', from, to);
      for (const { day, hazard } of this.hazards(account)) yield line('hazard', day, hazard.toPrecision(6));
    }
    for (const { region, from, to } of this.outages()) yield csvLine(['', '', region, 'outage', from, to]);
  }
}
