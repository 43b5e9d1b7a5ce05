export const OBJECTIVES = [
  'binary',
  'cross_entropy',
  'regression',
  'huber',
  'fair',
  'poisson',
  'gamma',
  'tweedie',
] as const;
export type ObjectiveName = (typeof OBJECTIVES)[number];

/** Parameters of boosting, by LightGBM's names in camelCase and with its meanings and defaults. */
export interface GbdtParameters {
  /**
   * `binary`: log loss on labels 0 and 1; `cross_entropy`: on labels from 0 to 1; `regression`: squared error;
   * `huber` and `fair`: robust against outliers; `poisson`, `gamma`, `tweedie`: with a log link.
   */
  readonly objective: ObjectiveName;
  readonly numIterations: number;
  readonly learningRate: number;
  readonly numLeaves: number;
  /** Splits from root to leaf at most; -1 = no limit. */
  readonly maxDepth: number;
  /** Bins per feature, the one for missing values included; 2 to 255. Categories may need more. */
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
  /** Positions of features whose values are categories: whole numbers from 0. Negative ones count as missing. */
  readonly categoricalFeatures: readonly number[];
  /** Fewer bins than this, and each category is tried against all others. */
  readonly maxCatToOnehot: number;
  /** Categories on the smaller side of a split at most. */
  readonly maxCatThreshold: number;
  /** Added to a category's hessian when categories are put in order; rarer ones than this are left out. */
  readonly catSmooth: number;
  /** L2 of splits between sets of categories, on top of `lambdaL2`. */
  readonly catL2: number;
  readonly minDataPerGroup: number;
  /** Off: NaN is read as zero. */
  readonly useMissing: boolean;
  /** Zero counts as missing, as does NaN. */
  readonly zeroAsMissing: boolean;
  /** Begin from the best constant score; off: from zero. */
  readonly boostFromAverage: boolean;
  /** Weight of label 1 in `binary`. */
  readonly scalePosWeight: number;
  /** `binary`: gives the rarer label so much weight that both weigh the same. */
  readonly isUnbalance: boolean;
  /** Steepness of the logistic curve in `binary`. */
  readonly sigmoid: number;
  /** Error from which `huber` grows linearly. */
  readonly alpha: number;
  readonly fairC: number;
  readonly poissonMaxDeltaStep: number;
  /** [1, 2): 1 = Poisson, towards 2 = gamma. */
  readonly tweedieVariancePower: number;
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
  categoricalFeatures: [],
  maxCatToOnehot: 4,
  maxCatThreshold: 32,
  catSmooth: 10,
  catL2: 10,
  minDataPerGroup: 100,
  useMissing: true,
  zeroAsMissing: false,
  boostFromAverage: true,
  scalePosWeight: 1,
  isUnbalance: false,
  sigmoid: 1,
  alpha: 0.9,
  fairC: 1,
  poissonMaxDeltaStep: 0.7,
  tweedieVariancePower: 1.5,
  seed: 1,
};

type NumberName = {
  [K in keyof GbdtParameters]: GbdtParameters[K] extends number ? K : never;
}[keyof GbdtParameters];

const MOST = 2 ** 31 - 1;
const integers: Partial<Record<NumberName, readonly [min: number, max: number]>> = {
  numIterations: [1, 100_000],
  numLeaves: [2, 131_072],
  maxDepth: [-1, 1000],
  maxBin: [2, 255],
  minDataInBin: [1, MOST],
  minDataInLeaf: [0, MOST],
  baggingFreq: [0, 100_000],
  earlyStoppingRounds: [0, 100_000],
  maxCatToOnehot: [1, MOST],
  maxCatThreshold: [1, MOST],
  minDataPerGroup: [1, MOST],
  seed: [-MOST, MOST],
};
const ABOVE_ZERO = Number.MIN_VALUE;
const reals: Partial<Record<NumberName, readonly [min: number, max: number]>> = {
  learningRate: [ABOVE_ZERO, 100],
  featureFraction: [ABOVE_ZERO, 1],
  baggingFraction: [ABOVE_ZERO, 1],
  minSumHessianInLeaf: [0, Number.MAX_VALUE],
  lambdaL1: [0, Number.MAX_VALUE],
  lambdaL2: [0, Number.MAX_VALUE],
  minGainToSplit: [0, Number.MAX_VALUE],
  catSmooth: [0, Number.MAX_VALUE],
  catL2: [0, Number.MAX_VALUE],
  scalePosWeight: [ABOVE_ZERO, Number.MAX_VALUE],
  sigmoid: [ABOVE_ZERO, Number.MAX_VALUE],
  alpha: [ABOVE_ZERO, Number.MAX_VALUE],
  fairC: [ABOVE_ZERO, Number.MAX_VALUE],
  poissonMaxDeltaStep: [ABOVE_ZERO, Number.MAX_VALUE],
  tweedieVariancePower: [1, 2 - 1e-9],
};

/**
 * The given parameters over the defaults.
 * @throws RangeError naming the parameter that is out of range.
 */
export function resolveGbdtParameters(given: Partial<GbdtParameters>, featureCount: number): GbdtParameters {
  const parameters = { ...defaults, ...given };
  const requireWithin = (ranges: typeof reals, whole: boolean): void => {
    for (const [name, [min, max]] of Object.entries(ranges)) {
      const value = parameters[name as NumberName];
      if (value >= min && value <= max && (!whole || Number.isInteger(value))) continue;
      const kind = whole ? 'an integer' : 'a number';
      throw new RangeError(
        `${name} must be ${kind} from ${String(min)} to ${String(max)}, got ${String(value)}`,
      );
    }
  };
  requireWithin(integers, true);
  requireWithin(reals, false);
  if (!OBJECTIVES.includes(parameters.objective)) {
    throw new RangeError(`objective must be one of ${OBJECTIVES.join(', ')}, got ${parameters.objective}`);
  }
  const { monotoneConstraints: constraints, categoricalFeatures } = parameters;
  if (constraints.length !== 0 && constraints.length !== featureCount) {
    throw new RangeError(
      `monotoneConstraints has ${String(constraints.length)} entries for ${String(featureCount)} features`,
    );
  }
  if (constraints.some((sign) => sign !== -1 && sign !== 0 && sign !== 1)) {
    throw new RangeError('monotoneConstraints must be -1, 0 or 1');
  }
  for (const feature of categoricalFeatures) {
    if (!(Number.isInteger(feature) && feature >= 0 && feature < featureCount)) {
      throw new RangeError(
        `categoricalFeatures names feature ${String(feature)}: there are ${String(featureCount)}, from 0`,
      );
    }
    if ((constraints[feature] ?? 0) !== 0) {
      throw new RangeError(`feature ${String(feature)} is categorical and cannot be monotone`);
    }
  }
  if (parameters.isUnbalance && parameters.scalePosWeight !== 1) {
    throw new RangeError('isUnbalance and scalePosWeight exclude each other: choose one');
  }
  return parameters;
}
