/**
 * P-values adjusted for having made so many comparisons (Holm 1979, step-down): of those that are at most .05
 * afterwards, with 95 % none is an accident, whatever the comparisons have to do with each other.
 * @returns in the order given
 */
export function holm(pValues: readonly number[]): number[] {
  const order = [...pValues.keys()].sort((a, b) => pValues[a]! - pValues[b]!);
  const adjusted = new Array<number>(pValues.length).fill(1);
  let least = 0;
  order.forEach((index, rank) => {
    least = Math.max(least, Math.min(1, pValues[index]! * (pValues.length - rank)));
    adjusted[index] = least;
  });
  return adjusted;
}
