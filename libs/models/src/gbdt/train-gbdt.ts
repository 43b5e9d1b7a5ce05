import type { FeatureMatrix } from '../feature-matrix.js';
import { SeededRandom } from '../random.js';
import { Arena } from './arena.js';
import { binTable, drawRows } from './binning/bin-table.js';
import type { Mapper } from './binning/mapper.js';
import { type Crew, SoloCrew } from './growth/crew.js';
import { GrowthPart, OPERATION } from './growth/growth-part.js';
import { CHUNK_ROWS, createGrowthState, type GrowthState } from './growth/growth-state.js';
import { type GrownTree, leafOfRow, toTree } from './growth/grown-tree.js';
import { TreeGrower } from './growth/tree-grower.js';
import { lightGbmParameters } from './lightgbm/parameter-names.js';
import { createObjective, meanLoss, type Objective, weightedMean } from './objectives/objective.js';
import { type GbdtParameters, resolveGbdtParameters } from './parameters.js';
import { addRawScores } from './predict/raw-scores.js';
import { Threads } from './threads/threads.js';
import type { FeatureInfo, GbdtModel, Tree } from './tree.js';

/**
 * Cells from which one memory pays for all arrays: it reserves 4 GiB of addresses, too much for many small models, and
 * cannot hold more than that.
 */
const KERNEL_CELLS = { from: 500_000, to: 3_000_000_000 };

/** Rows to learn from or to judge by. */
export interface LabelledRows {
  readonly features: FeatureMatrix;
  /** 0 or 1 for `binary`; see `Objective.labels` for the others. */
  readonly labels: Float64Array;
  /** One weight >= 0 per row; left out = all 1. */
  readonly weights?: Float64Array;
  /** Raw score that each row begins with, instead of one for all (LightGBM's `init_score`): trees add to it. */
  readonly offsets?: Float64Array;
}

export interface GbdtTraining {
  /** With a validation set, cut at the iteration of the lowest validation loss when early stopping is on. */
  readonly model: GbdtModel;
  /** Every tree that was grown, those after the best iteration included. */
  readonly grown: readonly Tree[];
  /** Mean validation loss after each tree that was grown; empty without a validation set. */
  readonly validationLoss: readonly number[];
}

export interface TrainingOptions {
  /** Threads to grow trees with, this one included; default 1. The model does not depend on it. */
  readonly threads?: number;
}

/**
 * Trains histogram gradient-boosted trees (Friedman 2001; Ke et al. 2017). The same rows, parameters and seed give
 * the same model, bit for bit, however many threads there are.
 * @throws RangeError where parameters, labels or weights are out of range or lengths differ
 */
export function trainGbdt(
  training: LabelledRows,
  given: Partial<GbdtParameters> = {},
  validation?: LabelledRows,
  { threads = 1 }: TrainingOptions = {},
): GbdtTraining {
  const parameters = resolveGbdtParameters(given, training.features.columns.length);
  const objective = createObjective(parameters);
  checkRows(training, objective);
  if (validation !== undefined) checkRows(validation, objective);
  const others = threads > 1 ? new Threads(threads) : null;
  try {
    return train(training, parameters, objective, validation, threads, others);
  } finally {
    others?.close();
  }
}

function train(
  training: LabelledRows,
  parameters: GbdtParameters,
  objective: Objective,
  validation: LabelledRows | undefined,
  threads: number,
  others: Threads | null,
): GbdtTraining {
  const random = new SeededRandom(parameters.seed);
  const { features, labels, weights = null, offsets } = training;
  const cells = labels.length * features.columns.length;
  const isLarge = cells > KERNEL_CELLS.from && cells < KERNEL_CELLS.to;
  const arena = others !== null || isLarge ? Arena.shared() : Arena.own();
  const { categoricalFeatures } = parameters;
  const { table, mappers } = binTable(features, parameters, categoricalFeatures, random, arena, threads);
  const startScore =
    parameters.boostFromAverage && offsets === undefined ? objective.start(weightedMean(labels, weights)) : 0;
  const state = createGrowthState(table, parameters, labels, weights, arena);
  if (offsets === undefined) state.scores.fill(startScore);
  else state.scores.set(offsets);
  const crew = others?.crewOn(state) ?? new SoloCrew(new GrowthPart(state));
  const booster = new Booster(state, crew, mappers, random, arena);
  const { trees, bestTrees, validationLoss } = booster.run(startScore, objective, validation);
  if (trees.length === 0) trees.push(constantTree(startScore, table.rows));
  const stopped = validation !== undefined && parameters.earlyStoppingRounds > 0;
  const model: GbdtModel = {
    kind: 'gbdt',
    objective: objective.text,
    featureNames: [...features.names],
    featureInfos: mappers.map(infoOf),
    monotoneConstraints: parameters.monotoneConstraints,
    averageOutput: false,
    parameters: lightGbmParameters(parameters),
    trees: stopped ? trees.slice(0, Math.max(1, bestTrees)) : trees,
  };
  return { model, grown: trees, validationLoss };
}

interface Boosted {
  readonly trees: Tree[];
  readonly bestTrees: number;
  readonly validationLoss: number[];
}

/** The loop over trees. */
class Booster {
  private readonly grower: TreeGrower;

  constructor(
    private readonly state: GrowthState,
    private readonly crew: Crew,
    private readonly mappers: readonly Mapper[],
    private readonly random: SeededRandom,
    arena: Arena,
  ) {
    this.grower = new TreeGrower(state, crew, arena);
  }

  run(startScore: number, objective: Objective, validation: LabelledRows | undefined): Boosted {
    const { table, parameters } = this.state;
    const { baggingFreq, baggingFraction, featureFraction, earlyStoppingRounds } = parameters;
    const validationScores = validation?.offsets?.slice() ?? new Float64Array(validation?.labels.length ?? 0);
    const splittable = Int32Array.from(table.unitOf.keys()).filter((f) => table.unitOf[f]! >= 0);
    const bagging = baggingFreq > 0 && baggingFraction < 1;
    const sampling = bagging || featureFraction < 1;
    const trees: Tree[] = [];
    const validationLoss: number[] = [];
    let bestTrees = 0;
    let bag: Int32Array | null = null;
    for (let iteration = 0; iteration < parameters.numIterations; iteration++) {
      this.crew.run(OPERATION.derive, Math.ceil(table.rows / CHUNK_ROWS), table.rows * 20);
      if (bagging && iteration % baggingFreq === 0) {
        bag = drawRows(table.rows, Math.max(1, Math.floor(table.rows * baggingFraction)), this.random);
      }
      const grown = this.grower.grow(bag, drawFeatures(splittable, featureFraction, this.random));
      if (grown.numLeaves === 1) {
        // Nothing left to split. Another sample may still find something; the whole data cannot.
        if (sampling) continue;
        break;
      }
      const bias = trees.length === 0 ? startScore : 0;
      const tree = toTree(grown, this.mappers, parameters.learningRate, bias);
      this.updateScores(grown, bag);
      trees.push(tree);
      if (validation === undefined) continue;
      addRawScores([tree], validation.features, validationScores);
      validationLoss.push(
        meanLoss(objective, validationScores, validation.labels, validation.weights ?? null),
      );
      if (validationLoss[trees.length - 1]! < (validationLoss[bestTrees - 1] ?? Infinity)) {
        bestTrees = trees.length;
      }
      if (earlyStoppingRounds > 0 && trees.length - bestTrees >= earlyStoppingRounds) break;
    }
    return { trees, bestTrees, validationLoss };
  }

  private updateScores(grown: GrownTree, bag: Int32Array | null): void {
    const { table, scores, parameters } = this.state;
    for (let leaf = 0; leaf < grown.numLeaves; leaf++) grown.leafValue[leaf]! *= parameters.learningRate;
    this.crew.run(OPERATION.addScores, grown.numLeaves, 4 * (bag?.length ?? table.rows));
    if (bag === null) return;
    let drawn = 0;
    for (let row = 0; row < table.rows; row++) {
      if (bag[drawn] === row) drawn++;
      else scores[row]! += grown.leafValue[leafOfRow(grown, table, row)]!;
    }
  }
}

function infoOf(mapper: Mapper): FeatureInfo {
  if (mapper.numBins < 2) return { kind: 'none' };
  if (mapper.kind === 'categories') return { kind: 'categories', values: [...mapper.categories.subarray(1)] };
  // a column without a single known value has a bin for the missing ones alone
  if (mapper.range === null) return { kind: 'none' };
  const [min, max] = mapper.range;
  return { kind: 'range', min, max };
}

function checkRows(
  { features, labels, weights, offsets }: LabelledRows,
  { takes, labels: wanted }: Objective,
): void {
  if (labels.length === 0) throw new RangeError('no rows to learn from');
  if (features.rows !== labels.length) {
    throw new RangeError(`${String(features.rows)} rows of features for ${String(labels.length)} labels`);
  }
  if (weights !== undefined && weights.length !== labels.length) {
    throw new RangeError(`${String(weights.length)} weights for ${String(labels.length)} labels`);
  }
  if (offsets !== undefined && offsets.length !== labels.length) {
    throw new RangeError(`${String(offsets.length)} offsets for ${String(labels.length)} labels`);
  }
  const wrong = labels.findIndex((label) => !takes(label));
  if (wrong >= 0) {
    throw new RangeError(
      `label ${String(labels[wrong])} in row ${String(wrong)} is not allowed: they must be ${wanted}`,
    );
  }
  if (weights?.some((weight) => !(weight >= 0 && weight < Infinity)) === true) {
    throw new RangeError('weights must be finite and not negative');
  }
}

function drawFeatures(splittable: Int32Array, fraction: number, random: SeededRandom): Int32Array {
  if (fraction >= 1 || splittable.length === 0) return splittable;
  const wanted = Math.max(1, Math.round(splittable.length * fraction));
  return drawRows(splittable.length, wanted, random).map((index) => splittable[index]!);
}

/** The ensemble of a table that nothing can be learnt from: the start score for everybody. */
function constantTree(value: number, count: number): Tree {
  return {
    numLeaves: 1,
    splitFeature: [],
    splitGain: [],
    threshold: [],
    decisionType: [],
    leftChild: [],
    rightChild: [],
    categorySets: [],
    leafValue: [value],
    leafWeight: [0],
    leafCount: [count],
    internalValue: [],
    internalWeight: [],
    internalCount: [],
    shrinkage: 1,
  };
}
