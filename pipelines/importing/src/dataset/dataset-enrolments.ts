import { snowlightActivityTypes } from '#libs/contracts';
import type { Agent, Context } from '#libs/xapi';
import { datasetHome } from './dataset-home.js';
import { isoDay } from './fields.js';

export type DatasetOutcome = 'completed' | 'failed' | 'withdrew' | 'silent';

/** A course on a calendar: rows of one course that share start and end. */
export class DatasetRun {
  readonly iri: string;
  /** Of every statement about the run. */
  readonly context: Context;
  code: string;

  constructor(
    readonly course: string,
    /** YYYY-MM-DD. */
    readonly start: string,
    /** Exclusive; null = not known. */
    readonly end: string | null,
  ) {
    this.code = course;
    const span = end === null ? start : `${start}/${end}`;
    this.iri = `${datasetHome}/courses/${encodeURIComponent(course)}/${span}`;
    this.context = {
      contextActivities: { grouping: [{ id: this.iri, definition: { type: snowlightActivityTypes.run } }] },
    };
  }

  /** The code that tells this run from others of the course. */
  get longCode(): string {
    return this.end === null ? `${this.course}@${this.start}` : `${this.course}@${this.start}..${this.end}`;
  }
}

/** A row of `enrolments.csv`, understood. */
export interface DatasetEnrolment {
  readonly learner: string;
  readonly run: DatasetRun;
  /** Milliseconds since 1970. */
  readonly registered: number;
  readonly outcome: DatasetOutcome | null;
  /** Milliseconds since 1970; null = not known. */
  readonly outcomeAt: number | null;
  readonly region: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly file: string;
  readonly line: number;
  /** 1 = the learner's first time in this run. */
  attempt: number;
  actor: Agent;
  pid: string;
}

/** Who was enrolled in what, and to which enrolment an event belongs. */
export class DatasetEnrolments {
  /** By learner and course, by registration. */
  readonly #byLearner = new Map<string, DatasetEnrolment[]>();
  readonly #runs = new Map<string, DatasetRun>();
  readonly #ofLearner = new Map<string, DatasetEnrolment[]>();

  constructor(readonly all: readonly DatasetEnrolment[]) {
    for (const one of all) {
      push(this.#byLearner, keyOf(one.learner, one.run.course), one);
      push(this.#ofLearner, one.learner, one);
      this.#runs.set(one.run.iri, one.run);
    }
    for (const own of this.#byLearner.values()) own.sort((a, b) => a.registered - b.registered);
  }

  get runs(): readonly DatasetRun[] {
    return [...this.#runs.values()];
  }

  ofLearner(learner: string): readonly DatasetEnrolment[] {
    return this.#ofLearner.get(learner) ?? [];
  }

  /**
   * The enrolment that something belongs to which a learner did in a course at a time: of those registered by then,
   * one whose run is under way, else one that is to begin, else the one that began last; where none was registered
   * yet, the first. So nothing that happens later moves an event.
   */
  at(learner: string, course: string, at: number): DatasetEnrolment | undefined {
    const own = this.#byLearner.get(keyOf(learner, course));
    if (own === undefined || own.length === 1) return own?.[0];
    const day = isoDay(at);
    const registered = own.filter((one) => one.registered <= at || isoDay(one.registered) <= day);
    const last = (some: readonly DatasetEnrolment[]): DatasetEnrolment | undefined =>
      [...some].sort((a, b) => order(a.run.start, b.run.start) || a.registered - b.registered).at(-1);
    const begun = registered.filter(({ run }) => run.start <= day);
    const underWay = begun.filter(({ run }) => run.end === null || day < run.end);
    const toBegin = registered.filter(({ run }) => run.start > day);
    const next = [...toBegin].sort((a, b) => order(a.run.start, b.run.start))[0];
    return last(underWay) ?? next ?? last(begun) ?? own[0];
  }
}

const keyOf = (learner: string, course: string): string => JSON.stringify([learner, course]);
const order = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}
