import type { ClickHouse } from '#libs/clickhouse';
import { addDays } from '#libs/contracts';
import { featureNames, figuresQuery, type Figures, type Silence } from '#libs/features';
import { createFeatureMatrix, type FeatureMatrix } from '#libs/models';
import { excusedDays } from './silences.js';

/** Learners of a run and their figures, row by row. */
export interface Landmarks {
  readonly learners: readonly string[];
  /** Columns are `featureNames`; NaN = unknown. */
  readonly figures: FeatureMatrix;
}

/**
 * Features of learners of a run as of a day. For who is silent the clock stood still on the days that excuse it (no
 * network, holidays, duty): there are no events on them, so the features as of so many days earlier are those of a
 * silence of the ordinary days alone. Who was not there yet on that earlier day keeps the figures of the day itself.
 */
export async function readLandmarksNow(
  clickhouse: Pick<ClickHouse, 'query'>,
  of: {
    readonly tenant: string;
    readonly run: string;
    readonly learners: readonly string[];
    readonly asof: string;
  },
  silences: ReadonlyMap<string, Silence>,
): Promise<Landmarks> {
  const ask = async (asof: string, learners: readonly string[]): Promise<Figures> => {
    const [found] = await clickhouse.query(figuresQuery, {
      ...of,
      asof,
      offsets: [],
      learners: [...learners],
    });
    return found ?? { learners: [], columns: [] };
  };
  const now = await ask(of.asof, of.learners);
  const figures = matrixOf(now);
  const rowOf = new Map(now.learners.map((learner, row) => [learner, row]));
  const byDays = new Map<number, string[]>();
  for (const learner of now.learners) {
    const silence = silences.get(learner);
    const excused = silence === undefined ? 0 : excusedDays(silence);
    if (excused > 0) byDays.set(excused, [...(byDays.get(excused) ?? []), learner]);
  }
  for (const [days, learners] of byDays) {
    const earlier = await ask(addDays(of.asof, -days), learners);
    earlier.learners.forEach((learner, from) => {
      const row = rowOf.get(learner)!;
      figures.columns.forEach((column, at) => (column[row] = earlier.columns[at]?.[from] ?? Number.NaN));
    });
  }
  return { learners: now.learners, figures };
}

function matrixOf({ learners, columns }: Figures): FeatureMatrix {
  return createFeatureMatrix(
    featureNames,
    featureNames.map((_, at) => {
      const figures = new Float64Array(learners.length);
      for (let row = 0; row < figures.length; row++) figures[row] = columns[at]?.[row] ?? Number.NaN;
      return figures;
    }),
  );
}
