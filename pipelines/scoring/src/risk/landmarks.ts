import type { ClickHouse } from '#libs/clickhouse';
import { addDays } from '#libs/contracts';
import { excusedDays, featureNames, figuresQuery, type Figures, type Silence } from '#libs/features';
import { createFeatureMatrix, type FeatureMatrix } from '#libs/models';

/** Learners of a run and their figures, row by row. */
export interface Landmarks {
  /** IRI. */
  readonly run: string;
  readonly learners: readonly string[];
  /** Columns are `featureNames`; NaN = unknown. */
  readonly figures: FeatureMatrix;
}

/**
 * Features of learners of runs as of a day, run by run; of those that have some. For who is silent the clock stood still
 * on the days that excuse it (no network, holidays, duty): there are no events on them, so the features as of so many
 * days earlier are those of a silence of the ordinary days alone. Who was not there yet on that earlier day keeps the
 * figures of the day itself.
 * @param silences by run and learner
 */
export async function readLandmarksNow(
  clickhouse: Pick<ClickHouse, 'query'>,
  of: {
    readonly tenant: string;
    readonly runs: readonly string[];
    readonly learners: readonly string[];
    readonly asof: string;
  },
  silences: ReadonlyMap<string, ReadonlyMap<string, Silence>>,
): Promise<Landmarks[]> {
  const ask = (asof: string, runs: readonly string[], learners: readonly string[]): Promise<Figures[]> =>
    clickhouse.query(figuresQuery, {
      tenant: of.tenant,
      runs: [...runs],
      learners: [...learners],
      asof,
      offsets: [],
    });
  const landmarks = (await ask(of.asof, of.runs, of.learners)).map(landmarksOf);
  for (const [days, excused] of excusedByDays(landmarks, silences)) {
    const rows = new Map(
      excused.map(({ landmarks: own, row }) => [keyOf(own.run, own.learners[row]!), { own, row }]),
    );
    const runs = new Set(excused.map(({ landmarks: own }) => own.run));
    const learners = new Set(excused.map(({ landmarks: own, row }) => own.learners[row]!));
    for (const earlier of await ask(addDays(of.asof, -days), [...runs], [...learners]))
      earlier.learners.forEach((learner, from) => {
        const place = rows.get(keyOf(earlier.run, learner));
        place?.own.figures.columns.forEach((column, at) => {
          column[place.row] = earlier.columns[at]?.[from] ?? Number.NaN;
        });
      });
  }
  return landmarks;
}

const keyOf = (run: string, learner: string): string => `${run} ${learner}`;

/** Who is excused, by the number of days. */
function excusedByDays(
  landmarks: readonly Landmarks[],
  silences: ReadonlyMap<string, ReadonlyMap<string, Silence>>,
): Map<number, { readonly landmarks: Landmarks; readonly row: number }[]> {
  const byDays = new Map<number, { readonly landmarks: Landmarks; readonly row: number }[]>();
  for (const one of landmarks)
    for (const [row, learner] of one.learners.entries()) {
      const excused = excusedDays(silences.get(one.run)?.get(learner));
      if (excused === 0) continue;
      const own = byDays.get(excused) ?? [];
      byDays.set(excused, own);
      own.push({ landmarks: one, row });
    }
  return byDays;
}

export const nobody = (run: string): Landmarks => landmarksOf({ run, learners: [], columns: [] });

function landmarksOf({ run, learners, columns }: Figures): Landmarks {
  const figures = featureNames.map((_, at) => {
    const column = new Float64Array(learners.length);
    for (let row = 0; row < column.length; row++) column[row] = columns[at]?.[row] ?? Number.NaN;
    return column;
  });
  return { run, learners, figures: createFeatureMatrix(featureNames, figures) };
}
