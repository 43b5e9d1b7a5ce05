/**
 * Weights of TreeSHAP's polynomial over the features of a path, in buffers that every path uses. `one` is 1 where the
 * row itself stays on the path at a feature, `zero` the share of training rows that do.
 */
export class PathWeights {
  private readonly weight: Float64Array;

  constructor(longest: number) {
    this.weight = new Float64Array(longest + 1);
  }

  /**
   * What each feature of the path contributes, into `out[at]` and on.
   * @param stays by feature: 1 where the row stays on the path
   */
  contributions(zero: Float64Array, stays: Uint8Array, value: number, out: Float64Array, at: number): void {
    const length = zero.length;
    const { weight } = this;
    weight[0] = 1;
    for (let i = 0; i < length; i++) {
      // Neither the row nor any training row: no coalition reaches this leaf.
      if (zero[i] === 0 && stays[i] === 0) {
        out.fill(0, at, at + length);
        return;
      }
      this.extend(i + 1, zero[i]!, stays[i]!);
    }
    for (let i = 0; i < length; i++) {
      out[at + i] = this.unwoundSum(length, zero[i]!, stays[i]!) * (stays[i]! - zero[i]!) * value;
    }
  }

  private extend(length: number, zero: number, one: number): void {
    const { weight } = this;
    weight[length] = 0;
    for (let i = length - 1; i >= 0; i--) {
      weight[i + 1]! += (one * weight[i]! * (i + 1)) / (length + 1);
      weight[i] = (zero * weight[i]! * (length - i)) / (length + 1);
    }
  }

  /** Sum of the weights with one feature taken back out. */
  private unwoundSum(length: number, zero: number, one: number): number {
    const { weight } = this;
    let total = 0;
    if (one === 0) {
      for (let i = length - 1; i >= 0; i--) total += (weight[i]! * (length + 1)) / (zero * (length - i));
      return total;
    }
    let next = weight[length]!;
    for (let i = length - 1; i >= 0; i--) {
      const unwound = (next * (length + 1)) / (i + 1);
      total += unwound;
      next = weight[i]! - (unwound * zero * (length - i)) / (length + 1);
    }
    return total;
  }
}
