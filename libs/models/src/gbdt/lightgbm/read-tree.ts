import { CATEGORICAL, type Tree } from '../tree.js';
import { Entries, type FileLines } from './file-lines.js';

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

/** The tree whose head line (`Tree=i`) was just read. @throws ModelFileError where it contradicts itself */
export function readTree(lines: FileLines, index: number, featureCount: number): Tree {
  const entries = new Entries(lines, `tree ${String(index)}`, (line) => line.startsWith('Tree='));
  const numLeaves = entries.number('num_leaves', (value) => isCount(value) && value >= 1);
  if (entries.has('is_linear') && entries.text('is_linear').trim() !== '0') {
    throw entries.error(
      'is_linear',
      `tree ${String(index)} has linear models in its leaves, which are not supported: train with linear_tree=false`,
    );
  }
  const inner = numLeaves - 1;
  const orNothing = (key: string, count: number): number[] =>
    entries.has(key) ? entries.numbers(key, count) : new Array<number>(count).fill(0);
  const leafValue = entries.numbers('leaf_value', numLeaves);
  const shrinkage = entries.has('shrinkage') ? entries.number('shrinkage') : 1;
  const leafCount = orNothing('leaf_count', numLeaves);
  if (inner === 0) return { ...noSplits, leafValue, leafCount, shrinkage };
  const isChild = (value: number): boolean =>
    Number.isInteger(value) && value < inner && value >= ~inner && value !== 0;
  const splitFeature = entries.numbers(
    'split_feature',
    inner,
    (value) => isCount(value) && value < featureCount,
  );
  const decisionType = entries.has('decision_type')
    ? entries.numbers('decision_type', inner, (value) => isCount(value) && value < 12)
    : new Array<number>(inner).fill(0);
  const leftChild = entries.numbers('left_child', inner, isChild);
  const rightChild = entries.numbers('right_child', inner, isChild);
  checkShape(entries, leftChild, rightChild, index);
  return {
    numLeaves,
    splitFeature,
    decisionType,
    leftChild,
    rightChild,
    ...readSets(entries, inner, decisionType, index),
    splitGain: orNothing('split_gain', inner),
    leafValue,
    leafWeight: orNothing('leaf_weight', numLeaves),
    leafCount,
    internalValue: orNothing('internal_value', inner),
    internalWeight: orNothing('internal_weight', inner),
    internalCount: orNothing('internal_count', inner),
    shrinkage,
  };
}

const noSplits = {
  numLeaves: 1,
  splitFeature: [],
  splitGain: [],
  threshold: [],
  decisionType: [],
  leftChild: [],
  rightChild: [],
  categorySets: [],
  leafWeight: [0],
  internalValue: [],
  internalWeight: [],
  internalCount: [],
};

/** Every node and leaf hangs on exactly one node, from the root down: else prediction might never end. */
function checkShape(
  entries: Entries,
  leftChild: readonly number[],
  rightChild: readonly number[],
  index: number,
): void {
  const met = new Set<number>();
  const waiting = [0];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    for (const child of [leftChild[node]!, rightChild[node]!]) {
      if (met.has(child)) {
        throw entries.error(
          'left_child',
          `the nodes of tree ${String(index)} do not form a tree: the file is damaged`,
        );
      }
      met.add(child);
      if (child >= 0) waiting.push(child);
    }
  }
  if (met.size !== 2 * leftChild.length) {
    throw entries.error(
      'left_child',
      `some nodes of tree ${String(index)} hang on nothing: the file is damaged`,
    );
  }
}

function readSets(
  entries: Entries,
  inner: number,
  decisionType: readonly number[],
  index: number,
): Pick<Tree, 'threshold' | 'categorySets'> {
  const threshold = entries
    .numbers('threshold', inner, (value) => !Number.isNaN(value))
    .map((value) =>
      // Neither JSON nor a comparison with "known or missing" needs more than the largest double.
      Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value)),
    );
  const count = entries.has('num_cat') ? entries.number('num_cat', isCount) : 0;
  decisionType.forEach((type, node) => {
    if ((type & CATEGORICAL) !== 0 && !(threshold[node]! < count && isCount(threshold[node]!))) {
      throw entries.error(
        'threshold',
        `node ${String(node)} of tree ${String(index)} has no set of categories: the file is damaged`,
      );
    }
  });
  if (count === 0) return { threshold, categorySets: [] };
  const boundaries = entries.numbers('cat_boundaries', count + 1, isCount);
  const words = entries.numbers(
    'cat_threshold',
    boundaries.at(-1)!,
    (value) => isCount(value) && value < 2 ** 32,
  );
  const categorySets = boundaries.slice(1).map((end, set) => {
    const begin = boundaries[set]!;
    const categories: number[] = [];
    for (let at = begin; at < end; at++) {
      for (let bit = 0; bit < 32; bit++) {
        if (((words[at]! >>> bit) & 1) === 1) categories.push(32 * (at - begin) + bit);
      }
    }
    return categories;
  });
  return { threshold, categorySets };
}
