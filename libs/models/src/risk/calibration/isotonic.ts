/** A run of neighbours that isotonic regression gives one value. */
export interface IsotonicBlock {
  /** Positions [first, end) of the input. */
  readonly first: number;
  readonly end: number;
  readonly weight: number;
  readonly value: number;
}

/**
 * Least-squares fit that never falls, by pooling adjacent violators (Ayer et al. 1955): wherever a value is not above
 * the one before, the two are replaced by their weighted mean.
 * @param values in the order of the predictor
 * @param weights > 0
 */
export function isotonicRegression(values: ArrayLike<number>, weights: ArrayLike<number>): IsotonicBlock[] {
  const blocks: IsotonicBlock[] = [];
  for (let i = 0; i < values.length; i++) {
    let block: IsotonicBlock = { first: i, end: i + 1, weight: weights[i]!, value: values[i]! };
    for (
      let before = blocks.at(-1);
      before !== undefined && before.value >= block.value;
      before = blocks.at(-1)
    ) {
      const weight = before.weight + block.weight;
      block = {
        first: before.first,
        end: block.end,
        weight,
        value: (before.value * before.weight + block.value * block.weight) / weight,
      };
      blocks.pop();
    }
    blocks.push(block);
  }
  return blocks;
}
