import type { ClickHouse } from '#libs/clickhouse';
import { featureNames, featureVector, landmarkQuery } from '#libs/features';
import { featureMatrixFromRows, type LandmarkOutcome, type LandmarkTable } from '#libs/models';
import { outcomeAt } from './outcome.js';
import { enrolmentFacts, runByCode } from './run-facts.query.js';

/** There is no run of that code; names those that there are not. */
export class UnknownRunError extends Error {
  constructor(readonly codes: readonly string[]) {
    super(`There is no run ${codes.join(', ')}. Import it first, or check the code.`);
  }
}

/**
 * Features and outcomes of runs at landmarks: one row for each learner who was still in.
 * @param offsets days of the learner's own clock
 * @param today first day of which nothing is known yet, YYYY-MM-DD
 * @throws UnknownRunError
 */
export async function readLandmarks(
  clickhouse: Pick<ClickHouse, 'query'>,
  {
    tenant,
    runs,
    offsets,
    today,
  }: { tenant: string; runs: readonly string[]; offsets: readonly number[]; today: string },
): Promise<LandmarkTable> {
  const known = await clickhouse.query(runByCode, { tenant, codes: [...runs] });
  const missing = runs.filter((code) => !known.some((run) => run.code === code));
  if (missing.length > 0) throw new UnknownRunError(missing);
  const vectors: number[][] = [];
  const outcomes: LandmarkOutcome[] = [];
  for (const run of known) {
    const scope = { tenant, run: run.run };
    const enrolments = new Map(
      (await clickhouse.query(enrolmentFacts, scope)).map((facts) => [facts.learner, facts]),
    );
    const rows = await clickhouse.query(landmarkQuery, {
      ...scope,
      asof: run.start,
      offsets: [...offsets],
      learners: [],
    });
    for (const row of rows) {
      const facts = enrolments.get(row.learner_pid);
      // A landmark that lies after what is known has no outcome to learn from.
      if (!facts || row.asof >= today || (run.end !== null && row.asof >= run.end)) continue;
      vectors.push(featureVector(row));
      outcomes.push(outcomeAt(row.asof, run, facts, today));
    }
  }
  return { features: featureMatrixFromRows(featureNames, vectors), rows: outcomes };
}

/** Weekly landmarks from day 7 to `lastDay`. */
export const weeklyOffsets = (lastDay: number): number[] =>
  Array.from({ length: Math.max(0, Math.floor(lastDay / 7)) }, (_, week) => (week + 1) * 7);
