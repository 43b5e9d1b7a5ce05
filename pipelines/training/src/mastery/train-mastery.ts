import type { ClickHouse } from '#libs/clickhouse';
import { responsesQuery } from '#libs/features';
import { fitBkt, type BktModel } from '#libs/models';
import { runByCode } from '../risk/run-facts.query.js';
import { UnknownRunError } from '../risk/read-landmarks.js';
import { versionOf } from '../risk/train-risk.js';

/** Fewer answers to the items of a skill, and nothing is fitted to it. */
const FEWEST_ANSWERS = 50;

export interface TrainedMastery {
  readonly version: string;
  readonly model: { readonly kind: 'mastery'; readonly skills: Readonly<Record<string, BktModel>> };
  /** Skills that had too few answers. */
  readonly leftOut: readonly string[];
}

/**
 * Fits knowledge tracing to each skill over the answers of the given runs.
 * @throws UnknownRunError, RangeError where no skill has enough answers
 */
export async function trainMastery(
  clickhouse: Pick<ClickHouse, 'query'>,
  {
    tenant,
    runs,
    seed,
  }: { readonly tenant: string; readonly runs: readonly string[]; readonly seed: number },
): Promise<TrainedMastery> {
  const known = await clickhouse.query(runByCode, { tenant, codes: [...runs] });
  const missing = runs.filter((code) => !known.some((run) => run.code === code));
  if (missing.length > 0) throw new UnknownRunError(missing);
  const sequences = new Map<string, number[][]>();
  for (const { run } of known)
    for (const { skill, responses } of await clickhouse.query(responsesQuery, { tenant, run, learners: [] }))
      if (responses.length > 0) sequences.set(skill, [...(sequences.get(skill) ?? []), responses]);
  const enough = [...sequences].filter(
    ([, of]) => of.reduce((sum, one) => sum + one.length, 0) >= FEWEST_ANSWERS,
  );
  if (enough.length === 0)
    throw new RangeError(`no skill has ${FEWEST_ANSWERS} answers: nothing to learn mastery from`);
  const model = {
    kind: 'mastery' as const,
    skills: Object.fromEntries(enough.map(([skill, of]) => [skill, fitBkt(of, { seed })])),
  };
  const fitted = new Set(enough.map(([skill]) => skill));
  return {
    version: versionOf('mastery', model),
    model,
    leftOut: [...sequences.keys()].filter((skill) => !fitted.has(skill)),
  };
}
