/** Parameters of boosting, by LightGBM's names in camelCase and with its meanings and defaults. */
export interface GbdtParameters {
  /** `binary`: log loss on labels 0 and 1. `regression`: squared error. */
  readonly objective: 'binary' | 'regression';
  readonly numIterations: number;
  readonly learningRate: number;
  readonly numLeaves: number;
  /** Splits from root to leaf at most; -1 = no limit. */
  readonly maxDepth: number;
  /** Bins per feature, the one for missing values included; 2 to 255. */
  readonly maxBin: number;
  readonly minDataInBin: number;
  /**
   * Rows per leaf at least. As in LightGBM, rows on either side of a candidate split are estimated from their share
   * of the hessian, so that a leaf may come out slightly smaller.
   */
  readonly minDataInLeaf: number;
  readonly minSumHessianInLeaf: number;
  readonly lambdaL1: number;
  readonly lambdaL2: number;
  readonly minGainToSplit: number;
  /** Share of features drawn for each tree, (0, 1]. */
  readonly featureFraction: number;
  /** Share of rows drawn without replacement every `baggingFreq` trees, (0, 1]; 0 trees = no bagging. */
  readonly baggingFraction: number;
  readonly baggingFreq: number;
  /** Stop after this many trees without a better validation loss; 0 = never. */
  readonly earlyStoppingRounds: number;
  /** Per feature: 1 = the prediction never falls as the feature grows, -1 = never rises, 0 = free. Empty = all free. */
  readonly monotoneConstraints: readonly number[];
  readonly seed: number;
}

const defaults: GbdtParameters = {
  objective: 'binary',
  numIterations: 100,
  learningRate: 0.1,
  numLeaves: 31,
  maxDepth: -1,
  maxBin: 255,
  minDataInBin: 3,
  minDataInLeaf: 20,
  minSumHessianInLeaf: 1e-3,
  lambdaL1: 0,
  lambdaL2: 0,
  minGainToSplit: 0,
  featureFraction: 1,
  baggingFraction: 1,
  baggingFreq: 0,
  earlyStoppingRounds: 0,
  monotoneConstraints: [],
  seed: 1,
};

/**
 * The given parameters over the defaults.
 * @throws RangeError naming the parameter that is out of range.
 */
export function resolveGbdtParameters(given: Partial<GbdtParameters>, featureCount: number): GbdtParameters {
  const parameters = { ...defaults, ...given };
  const requireInteger = (name: keyof GbdtParameters, min: number, max: number): void => {
    const value = parameters[name];
    if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) {
      throw new RangeError(
        `${name} must be an integer from ${String(min)} to ${String(max)}, got ${String(value)}`,
      );
    }
  };
  const requireReal = (name: keyof GbdtParameters, min: number, max: number): void => {
    const value = parameters[name];
    if (typeof value !== 'number' || !(value >= min && value <= max)) {
      throw new RangeError(`${name} must be from ${String(min)} to ${String(max)}, got ${String(value)}`);
    }
  };
  requireInteger('numIterations', 1, 100_000);
  requireInteger('numLeaves', 2, 131_072);
  requireInteger('maxDepth', -1, 1000);
  requireInteger('maxBin', 2, 255);
  requireInteger('minDataInBin', 1, 2 ** 31);
  requireInteger('minDataInLeaf', 0, 2 ** 31);
  requireInteger('baggingFreq', 0, 100_000);
  requireInteger('earlyStoppingRounds', 0, 100_000);
  requireReal('learningRate', Number.MIN_VALUE, 100);
  requireReal('featureFraction', Number.MIN_VALUE, 1);
  requireReal('baggingFraction', Number.MIN_VALUE, 1);
  for (const name of ['minSumHessianInLeaf', 'lambdaL1', 'lambdaL2', 'minGainToSplit'] as const) {
    requireReal(name, 0, Number.MAX_VALUE);
  }
  const constraints = parameters.monotoneConstraints;
  if (constraints.length !== 0 && constraints.length !== featureCount) {
    throw new RangeError(
      `monotoneConstraints has ${String(constraints.length)} entries for ${String(featureCount)} features`,
    );
  }
  if (constraints.some((sign) => sign !== -1 && sign !== 0 && sign !== 1)) {
    throw new RangeError('monotoneConstraints must be -1, 0 or 1');
  }
  return parameters;
}
