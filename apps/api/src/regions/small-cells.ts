/** Counts of fewer people than this are not shown. */
export const smallestShown = 5;

export interface ProtectedColumn {
  /** null = hidden. */
  readonly cells: readonly (number | null)[];
  readonly total: number | null;
}

/**
 * Hides counts of 1 to 4 people in a column and its total, and then as many further cells (smallest first) as it takes
 * that the total does not give the hidden ones away. 0 stays: nobody is no one's secret, and hiding it would take a
 * neighbour's number with it.
 *
 * Given away means: the hidden part of the total can be made from 1 to 4 people each in one way only. So a single
 * hidden cell always is, and so are several whose sum says that each has 1 or each has 4.
 * @param cells people per place, whole, >= 0; `total` is their sum as shown beside them, null where none is shown
 */
export function protectColumn(cells: readonly number[], total: number | null): ProtectedColumn {
  const hidden = new Set([...cells.keys()].filter((index) => isSmall(cells[index] ?? 0)));
  const shownTotal = total === null || isSmall(total) ? null : total;
  if (shownTotal !== null)
    for (const index of bySize(cells)) {
      if (hidden.size === 0 || !givenAway([...hidden].map((at) => cells[at] ?? 0))) break;
      hidden.add(index);
    }
  const protectedCells = cells.map((value, index) => (hidden.has(index) ? null : value));
  // Every cell is hidden and still given away: the total must go too.
  const exposed = hidden.size > 0 && givenAway([...hidden].map((at) => cells[at] ?? 0));
  return { cells: protectedCells, total: exposed ? null : shownTotal };
}

/** A count that stands alone. */
export const protectCount = (value: number): number | null => (isSmall(value) ? null : value);

const isSmall = (value: number): boolean => value > 0 && value < smallestShown;

/** Cells that may be hidden in addition, smallest first; a 0 hides nothing. */
const bySize = (cells: readonly number[]): readonly number[] =>
  [...cells.keys()]
    .filter((index) => (cells[index] ?? 0) >= smallestShown)
    .toSorted((a, b) => (cells[a] ?? 0) - (cells[b] ?? 0));

function givenAway(hidden: readonly number[]): boolean {
  if (hidden.length === 1) return true;
  if (hidden.some((value) => value >= smallestShown)) return false;
  const sum = hidden.reduce((total, value) => total + value, 0);
  return sum === hidden.length || sum === hidden.length * (smallestShown - 1);
}
