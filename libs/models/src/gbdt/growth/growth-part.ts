import { createObjective, type Objective } from '../objectives/objective.js';
import { CategorySplitter } from './category-split.js';
import { ARGUMENT, CHUNK_ROWS, type GrowthState, LEAF_FIELDS } from './growth-state.js';
import { countUnit, type LeafRows, subtractUnit } from './histogram.js';
import type { LeafSums } from './leaf-output.js';
import { createKernels, type Kernels } from './kernels/kernels.js';
import { findNumericSplit } from './numeric-split.js';
import { splitRows } from './split-rows.js';
import { candidateAt, categoriesAt, GAIN } from './split-candidates.js';

/** Operations on the shared state, each in steps that touch nothing that another step touches. */
export const OPERATION = { derive: 1, gather: 2, search: 3, split: 4, move: 5, addScores: 6 } as const;

/**
 * Does steps of operations on the shared state. Every thread has one; which of them does a step makes no difference to
 * its result, so that a model does not depend on the number of threads.
 */
export class GrowthPart {
  private readonly objective: Objective;
  private readonly splitter: CategorySplitter;
  private readonly kernels: Kernels | null;
  private readonly histograms: Float64Array[] = [];

  constructor(private readonly state: GrowthState) {
    this.objective = createObjective(state.parameters);
    this.kernels = state.memory === null ? null : createKernels(state.memory);
    const { numBins } = state.table;
    this.splitter = new CategorySplitter(
      numBins.reduce((most, bins) => Math.max(most, bins), 0),
      state.rules,
    );
  }

  step(operation: number, index: number): void {
    switch (operation) {
      case OPERATION.derive:
        this.derive(index);
        break;
      case OPERATION.gather:
        this.gather(index);
        break;
      case OPERATION.search:
        this.search(index);
        break;
      case OPERATION.split:
        splitRows(this.state, index, this.kernels);
        break;
      case OPERATION.move:
        this.move(index);
        break;
      case OPERATION.addScores:
        this.addScores(index);
        break;
      default:
        throw new RangeError(`there is no operation ${String(operation)}`);
    }
  }

  private argument(place: number): number {
    return this.state.numbers[place]!;
  }

  private histogram(slot: number): Float64Array {
    const { histograms, table } = this.state;
    const size = 2 * table.totalBins;
    return (this.histograms[slot] ??= histograms.subarray(slot * size, (slot + 1) * size));
  }

  private derive(chunk: number): void {
    const { scores, labels, weights, gradients, hessians } = this.state;
    const begin = chunk * CHUNK_ROWS;
    const end = Math.min(begin + CHUNK_ROWS, labels.length);
    this.objective.derivatives(scores, labels, begin, end, gradients, hessians);
    if (weights === null) return;
    for (let row = begin; row < end; row++) {
      gradients[row]! *= weights[row]!;
      hessians[row]! *= weights[row]!;
    }
  }

  /** The leaf's gradients in the order of its rows: read by every unit, so gathered once. */
  private gather(chunk: number): void {
    const { rows, gradients, hessians, leafPairs } = this.state;
    const begin = this.argument(ARGUMENT.begin);
    const end = Math.min((chunk + 1) * CHUNK_ROWS, this.argument(ARGUMENT.count));
    for (let i = chunk * CHUNK_ROWS; i < end; i++) {
      const row = rows[begin + i]!;
      leafPairs[2 * i] = gradients[row]!;
      leafPairs[2 * i + 1] = hessians[row]!;
    }
  }

  /** Counts the smaller leaf in one unit, gets the larger one by subtraction, and searches both. */
  private search(unitIndex: number): void {
    const { table, drawn, splittable, rows, leafPairs } = this.state;
    const unit = table.units[unitIndex]!;
    const smaller = this.argument(ARGUMENT.smallerSlot);
    const larger = this.argument(ARGUMENT.largerSlot);
    // The larger leaf has taken over the parent's place, and with it what the parent could be split by.
    const parentAt = (larger < 0 ? smaller : larger) * table.featureCount;
    const { features } = unit;
    const { length } = features;
    let tried = false;
    for (let i = 0; i < length; i++) {
      const feature = features[i]!;
      if (larger < 0) splittable[parentAt + feature] = drawn[feature]!;
      if (splittable[parentAt + feature] === 1) tried = true;
      else splittable[smaller * table.featureCount + feature] = 0;
    }
    if (!tried) return;
    const leafRows: LeafRows = {
      rows,
      begin: this.argument(ARGUMENT.begin),
      count: this.argument(ARGUMENT.count),
      pairs: leafPairs,
    };
    const sums = [this.leafSums(0), this.leafSums(1)] as const;
    const histogram = this.histogram(smaller);
    countUnit(histogram, table, unit, leafRows, sums[0].gradient, sums[0].hessian, this.kernels);
    if (larger >= 0) subtractUnit(this.histogram(larger), histogram, unit);
    for (let i = 0; i < length; i++) {
      const feature = features[i]!;
      if (splittable[parentAt + feature] === 0) continue;
      this.searchFeature(0, smaller, feature, sums[0]);
      if (larger >= 0) this.searchFeature(1, larger, feature, sums[1]);
    }
  }

  private leafSums(leaf: number): LeafSums {
    const at = ARGUMENT.leaf + leaf * LEAF_FIELDS;
    return {
      gradient: this.argument(at),
      hessian: this.argument(at + 1),
      count: this.argument(at + 2),
      minOutput: this.argument(at + 3),
      maxOutput: this.argument(at + 4),
    };
  }

  private searchFeature(leaf: number, slot: number, feature: number, sums: LeafSums): void {
    const { table, candidates, splittable, rules, parameters } = this.state;
    const { numbers, categories } = candidates;
    const begin = table.binBegin[feature]!;
    const numBins = table.numBins[feature]!;
    const at = candidateAt(candidates, leaf, feature);
    const histogram = this.histogram(slot);
    if (table.categorical[feature] === 1) {
      const setAt = categoriesAt(candidates, leaf, feature);
      this.splitter.find(histogram, begin, numBins, sums, numbers, at, categories, setAt);
    } else {
      const missingBin = table.missingBin[feature]!;
      const constraint = parameters.monotoneConstraints[feature] ?? 0;
      const bins = { begin, numBins, missingBin, constraint };
      findNumericSplit(histogram, bins, sums, rules, numbers, at);
    }
    splittable[slot * table.featureCount + feature] = numbers[at + GAIN]! > 0 ? 1 : 0;
  }

  /** Puts a chunk's rows where the two new leaves have them. */
  private move(chunk: number): void {
    const { rows, spareRows, chunkLefts } = this.state;
    const begin = this.argument(ARGUMENT.begin);
    const count = this.argument(ARGUMENT.count);
    const from = begin + chunk * CHUNK_ROWS;
    const length = Math.min(CHUNK_ROWS, count - chunk * CHUNK_ROWS);
    let leftsBefore = 0;
    let leftsInAll = 0;
    for (let i = 0; i * CHUNK_ROWS < count; i++) {
      if (i < chunk) leftsBefore += chunkLefts[i]!;
      leftsInAll += chunkLefts[i]!;
    }
    const lefts = chunkLefts[chunk]!;
    rows.set(spareRows.subarray(from, from + lefts), begin + leftsBefore);
    // Those that go right were written from the chunk's end, backwards.
    let to = begin + leftsInAll + chunk * CHUNK_ROWS - leftsBefore;
    for (let at = from + length - 1; at >= from + lefts; at--) rows[to++] = spareRows[at]!;
  }

  private addScores(leaf: number): void {
    const { rows, scores, leafBegin, leafCount, leafValue } = this.state;
    const begin = leafBegin[leaf]!;
    const end = begin + leafCount[leaf]!;
    const value = leafValue[leaf]!;
    for (let i = begin; i < end; i++) scores[rows[i]!]! += value;
  }
}
