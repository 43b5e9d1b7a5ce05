import { cmi5SessionExtension, snowlightVerbs, verbs, type EventKind } from '#libs/contracts';
import { isoBeijing, isoUtc, msPerDay, msPerHour, msPerMinute, startOfDay } from './calendar.js';
import type { Enrolment } from './enrolment.js';
import type { Outbox } from './outbox.js';
import type { OutageSchedule } from './outages.js';
import { Random } from './random.js';
import type { Activity, Agent, Context, Result, Verb } from './statement.js';

/** What the parts of a simulated day share. */
export interface World {
  readonly seed: number;
  readonly outbox: Outbox;
  readonly outages: OutageSchedule;
}

/** What a statement says besides who, what and when. */
interface Saying {
  readonly result?: Result;
  readonly parent?: readonly Activity[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

type VerbName = keyof typeof verbs | keyof typeof snowlightVerbs;
const verb = (id: string): Verb => ({ id, display: { 'en-US': id.slice(id.lastIndexOf('/') + 1) } });
const spoken = new Map<string, Verb>(
  Object.entries({ ...verbs, ...snowlightVerbs }).map(([name, id]) => [name, verb(id)]),
);
/** The verb with the last part of its IRI as the display, as most senders write it. */
const verbOf = (name: VerbName): Verb => spoken.get(name) ?? verb(verbs.experienced);

/** One sitting of a learner at the course: a clock that runs on, and statements that the sender writes meanwhile. */
export class Visit {
  private readonly latency: number;
  private readonly sessionExtension: Readonly<Record<string, unknown>>;

  constructor(
    private readonly world: World,
    readonly enrolment: Enrolment,
    readonly day: number,
    readonly random: Random,
    /** The clock: instant of what happens next. */
    public now: number,
  ) {
    this.latency = Math.floor(random.between(300, 4000));
    this.sessionExtension = { [cmi5SessionExtension]: random.uuid() };
  }

  /** Lets seconds pass. */
  pass(seconds: number): void {
    this.now += Math.round(seconds * 1000);
  }

  /** Writes a statement of the learner, now, and returns when it will arrive. */
  say(kind: EventKind, verb: VerbName, object: Activity, saying: Saying = {}): number {
    const { enrolment } = this;
    const { learner } = enrolment;
    const extensions = saying.extensions ?? (learner.app ? this.sessionExtension : undefined);
    const context: Context = {
      registration: enrolment.registration,
      platform: learner.app ? '云岭医学继教App' : 'Moodle',
      language: 'zh-CN',
      contextActivities: {
        ...(saying.parent && { parent: saying.parent }),
        grouping: [enrolment.run.activity],
      },
      ...(extensions && { extensions }),
    };
    const at = this.arrival();
    this.world.outbox.send(at, kind, {
      id: this.random.uuid(),
      actor: learner.actor,
      verb: verbOf(verb),
      object,
      ...(saying.result && { result: saying.result }),
      context,
      timestamp: learner.app ? isoBeijing(this.now) : isoUtc(this.now),
    });
    return at;
  }

  /**
   * When something sent now arrives. A township without network keeps it on the device until some hours after the
   * outage, all of the learner's in one batch; some devices send once a night; the others within seconds.
   */
  private arrival(): number {
    const { learner } = this.enrolment;
    const { township } = learner.village;
    const usual =
      learner.app && learner.syncsNightly
        ? startOfDay(this.day + 1) + msPerHour + (learner.index % 180) * msPerMinute
        : this.now + this.latency;
    const outage = this.world.outages.at(township, this.now) ?? this.world.outages.at(township, usual);
    if (outage) {
      const random = new Random(this.world.seed, 'sync', learner.index, outage.from);
      const wait = Math.min(2 * msPerDay, 5 * msPerMinute + random.exponential(4 * msPerHour));
      return outage.to + Math.floor(wait);
    }
    return usual;
  }
}

/** What somebody on the staff says, from the county's training centre; it arrives when it is entered. */
export function sayAsStaff(
  outbox: Outbox,
  random: Random,
  { kind, actor, verb, object, at, arrivesAt, enrolment, result, instructor }: StaffSaying,
): void {
  outbox.send(arrivesAt, kind, {
    id: random.uuid(),
    actor,
    verb: verbOf(verb),
    object,
    ...(result && { result }),
    context: {
      ...(actor === enrolment.learner.actor && { registration: enrolment.registration }),
      ...(instructor && { instructor }),
      platform: '云岭继教管理系统',
      language: 'zh-CN',
      contextActivities: { grouping: [enrolment.run.activity] },
    },
    timestamp: isoUtc(at),
  });
}

interface StaffSaying {
  readonly kind: EventKind;
  readonly actor: Agent;
  readonly verb: VerbName;
  readonly object: Activity;
  readonly at: number;
  readonly arrivesAt: number;
  /** Whose enrolment it is about. */
  readonly enrolment: Enrolment;
  readonly result?: Result;
  readonly instructor?: Agent;
}

/** The registrar's statement that a learner has joined the run. */
export function sayRegistration(outbox: Outbox, random: Random, enrolment: Enrolment, at: number): void {
  const { learner, run } = enrolment;
  sayAsStaff(outbox, random, {
    kind: 'registered',
    verb: 'registered',
    actor: learner.actor,
    object: run.activity,
    at,
    arrivesAt: at,
    enrolment,
  });
}
