import { createFeatureMatrix, selectRows, type LandmarkTable } from '#libs/models';

/** One table of several that were counted apart, with the same features. */
export function joinLandmarks(tables: readonly LandmarkTable[]): LandmarkTable {
  const names = tables[0]?.features.names ?? [];
  const columns = names.map((name, column) => {
    const joined = new Float64Array(tables.reduce((sum, { rows }) => sum + rows.length, 0));
    let at = 0;
    for (const { features } of tables) {
      if (features.names[column] !== name) throw new RangeError(`column ${String(column)} is not ${name}`);
      joined.set(features.columns[column]!, at);
      at += features.rows;
    }
    return joined;
  });
  return { features: createFeatureMatrix(names, columns), rows: tables.flatMap(({ rows }) => [...rows]) };
}

/** The rows that are wanted, in their order. */
export function filterLandmarks(
  { features, rows }: LandmarkTable,
  isWanted: (row: LandmarkTable['rows'][number], index: number) => boolean,
): LandmarkTable {
  const kept = Int32Array.from(rows.keys()).filter((index) => isWanted(rows[index]!, index));
  return { features: selectRows(features, kept), rows: Array.from(kept, (index) => rows[index]!) };
}
