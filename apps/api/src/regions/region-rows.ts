import { protectColumn } from './small-cells.js';

/** What was counted at one place under the region; `callsDone` are items, the rest people. */
export interface PlaceCounts {
  readonly learning: number;
  readonly finished: number;
  readonly finished28: number;
  readonly stopped28: number;
  readonly silentOffline: number;
  readonly silentOther: number;
  readonly contactFirst: number;
  readonly callsDone: number;
}

export const noCounts: PlaceCounts = {
  learning: 0,
  finished: 0,
  finished28: 0,
  stopped28: 0,
  silentOffline: 0,
  silentOther: 0,
  contactFirst: 0,
  callsDone: 0,
};

type Column = keyof PlaceCounts;
type Shown = Readonly<Record<Column, number | null>>;

const columns: readonly Column[] = [
  'learning',
  'finished',
  'finished28',
  'stopped28',
  'silentOffline',
  'silentOther',
  'contactFirst',
  'callsDone',
];
/** Columns whose sum stands on the page too. */
const summed: readonly Column[] = ['learning', 'finished28', 'stopped28', 'contactFirst'];

/** The table and its sums with small cells hidden. People who belong to no place below count in the sums. */
export function protectPlaces(places: readonly PlaceCounts[]): {
  readonly rows: readonly Shown[];
  readonly sums: Shown;
} {
  const shown = new Map(
    columns.map((column) => {
      const cells = places.map((place) => place[column]);
      const sum = cells.reduce((total, cell) => total + cell, 0);
      return [column, protectColumn(cells, summed.includes(column) ? sum : null)];
    }),
  );
  const read = (pick: (column: Column) => number | null | undefined): Shown =>
    Object.fromEntries(columns.map((column) => [column, pick(column) ?? null])) as Shown;
  return {
    rows: places.map((_, index) => read((column) => shown.get(column)?.cells[index])),
    sums: read((column) => shown.get(column)?.total),
  };
}
