import type { ClickHouse } from '#libs/clickhouse';
import { featureNames, featureVector, landmarkQuery } from '#libs/features';
import { featureMatrixFromRows, type LandmarkOutcome, type LandmarkTable } from '#libs/models';
import { outcomeAt, storeLabels, type LabelRule } from './outcome.js';
import { enrolmentFacts, runByCode, type EnrolmentFacts, type RunFacts } from './run-facts.query.js';

/** There is no run of that code; names those that there are not. */
export class UnknownRunError extends Error {
  constructor(readonly codes: readonly string[]) {
    super(`There is no run ${codes.join(', ')}. Import it first, or check the code.`);
  }
}

export interface LandmarksOfRuns {
  readonly tenant: string;
  /** Codes. */
  readonly runs: readonly string[];
  /** Days of the learner's own clock. */
  readonly offsets: readonly number[];
  /** First day of which nothing is known yet, YYYY-MM-DD. */
  readonly today: string;
  /** First day of landmarks; all where left out. */
  readonly from?: string;
  /** As in a store that is kept up to date where left out. */
  readonly labels?: LabelRule;
}

/** Landmarks asked for at once: a run of years has many, and each joins all the days before it. */
const OFFSETS_AT_ONCE = 40;

/**
 * Features and outcomes of runs at landmarks: one row for each learner who was still in.
 * @throws UnknownRunError
 */
export async function readLandmarks(
  clickhouse: Pick<ClickHouse, 'query'>,
  { tenant, runs, offsets, today, from: firstDay = '', labels = storeLabels }: LandmarksOfRuns,
): Promise<LandmarkTable> {
  const vectors: number[][] = [];
  const outcomes: LandmarkOutcome[] = [];
  for (const run of await findRuns(clickhouse, tenant, runs)) {
    const scope = { tenant, run: run.run };
    const facts = await clickhouse.query(enrolmentFacts, scope);
    const enrolments = new Map(
      facts
        .filter((one) => labels.endDecides || tells(one, run, facts, today))
        .map((one) => [one.learner, one]),
    );
    const counted = countedRun(run, facts, labels);
    for (let from = 0; from < offsets.length; from += OFFSETS_AT_ONCE) {
      const part = offsets.slice(from, from + OFFSETS_AT_ONCE);
      const rows = await clickhouse.query(landmarkQuery, {
        ...scope,
        asof: run.start,
        offsets: part,
        learners: [],
      });
      for (const row of rows) {
        const enrolment = enrolments.get(row.learner_pid);
        // A landmark that lies after what is known has no outcome to learn from.
        if (
          !enrolment ||
          row.asof < firstDay ||
          row.asof >= today ||
          (run.end !== null && row.asof >= run.end)
        )
          continue;
        vectors.push(featureVector(row));
        outcomes.push(outcomeAt(row.asof, counted, enrolment, today, labels));
      }
    }
  }
  return { features: featureMatrixFromRows(featureNames, vectors), rows: outcomes };
}

/**
 * Runs by their codes.
 * @throws UnknownRunError
 */
export async function findRuns(
  clickhouse: Pick<ClickHouse, 'query'>,
  tenant: string,
  codes: readonly string[],
): Promise<RunFacts[]> {
  const known = await clickhouse.query(runByCode, { tenant, codes: [...codes] });
  const missing = codes.filter((code) => !known.some((run) => run.code === code));
  if (missing.length > 0) throw new UnknownRunError(missing);
  return known;
}

const under: readonly string[] = ['registered', 'started'];

/**
 * Whether an enrolment has anything to teach: its outcome is known, or it is under way in a run of which outcomes are
 * told as they come. One without an outcome in a run that is over is one to be predicted.
 */
function tells(one: EnrolmentFacts, run: RunFacts, all: readonly EnrolmentFacts[], today: string): boolean {
  if (!under.includes(one.status)) return true;
  return run.end !== null && run.end > today && all.some(({ status }) => !under.includes(status));
}

/** For silence as the target: where no outcome tells of it, it is seen from the activity. */
function countedRun(run: RunFacts, facts: readonly EnrolmentFacts[], { target }: LabelRule): RunFacts {
  if (target !== 'silent' || run.silent) return run;
  return { ...run, silent: !facts.some(({ status }) => status === 'silent') };
}

/** Weekly landmarks from day 7 to `lastDay`. */
export const weeklyOffsets = (lastDay: number): number[] =>
  Array.from({ length: Math.max(0, Math.floor(lastDay / 7)) }, (_, week) => (week + 1) * 7);
