import { type FeatureInfo, type GbdtModel, type Tree } from '../tree.js';

/**
 * A model in LightGBM's text format, version 4: Python, R and the command line load it (microsoft/LightGBM,
 * src/boosting/gbdt_model_text.cpp and src/io/tree.cpp). Numbers are written so that reading gives the same bits back.
 * @throws RangeError where two features have the same name once spaces are replaced
 */
export function writeLightGbm(model: GbdtModel): string {
  const names = model.featureNames.map(fileName);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new RangeError(`two features are called "${twice}" once spaces are replaced: rename one`);
  }
  const trees = model.trees.map((tree, index) => treeText(tree, index));
  const head = [
    'tree',
    'version=v4',
    'num_class=1',
    'num_tree_per_iteration=1',
    'label_index=0',
    `max_feature_idx=${String(names.length - 1)}`,
    `objective=${model.objective}`,
    ...(model.averageOutput ? ['average_output'] : []),
    `feature_names=${names.join(' ')}`,
    ...(model.monotoneConstraints.length > 0
      ? [`monotone_constraints=${model.monotoneConstraints.join(' ')}`]
      : []),
    `feature_infos=${model.featureInfos.map(infoText).join(' ')}`,
    `tree_sizes=${trees.map((text) => text.length).join(' ')}`,
    '',
    '',
  ];
  const importances = splitCounts(model)
    .map((count, feature) => ({ name: names[feature]!, count }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .map(({ name, count }) => `${name}=${String(count)}`);
  const parameters = Object.entries(model.parameters).map(([name, value]) => `[${name}: ${value}]`);
  const tail = ['end of trees', '', 'feature_importances:', ...importances, ''];
  return [
    head.join('\n'),
    ...trees,
    [...tail, 'parameters:', ...parameters, '', 'end of parameters', ''].join('\n'),
  ].join('');
}

/** A space would part the name in two. */
function fileName(name: string): string {
  return name.replaceAll(/\s/g, '_') || '_';
}

function infoText(info: FeatureInfo): string {
  if (info.kind === 'range') return `[${String(info.min)}:${String(info.max)}]`;
  return info.kind === 'none' || info.values.length === 0 ? 'none' : info.values.join(':');
}

/** How many splits each feature has. */
function splitCounts({ trees, featureNames }: GbdtModel): number[] {
  const counts = featureNames.map(() => 0);
  for (const { splitFeature } of trees) for (const feature of splitFeature) counts[feature]! += 1;
  return counts;
}

function treeText(tree: Tree, index: number): string {
  const { boundaries, words } = bitSets(tree.categorySets);
  const lines: [string, readonly number[]][] = [
    ['num_leaves', [tree.numLeaves]],
    ['num_cat', [tree.categorySets.length]],
    ['split_feature', tree.splitFeature],
    ['split_gain', tree.splitGain],
    ['threshold', tree.threshold],
    ['decision_type', tree.decisionType],
    ['left_child', tree.leftChild],
    ['right_child', tree.rightChild],
    ['leaf_value', tree.leafValue],
    ['leaf_weight', tree.leafWeight],
    ['leaf_count', tree.leafCount],
    ['internal_value', tree.internalValue],
    ['internal_weight', tree.internalWeight],
    ['internal_count', tree.internalCount],
  ];
  if (words.length > 0) lines.push(['cat_boundaries', boundaries], ['cat_threshold', words]);
  lines.push(['is_linear', [0]], ['shrinkage', [tree.shrinkage]]);
  const body = lines.map(([key, values]) => `${key}=${values.join(' ')}`);
  return [`Tree=${String(index)}`, ...body, '', '', ''].join('\n');
}

/** One set after the other, a bit per category; `boundaries` says where each begins, in words of 32 bits. */
function bitSets(sets: readonly (readonly number[])[]): { boundaries: number[]; words: number[] } {
  const boundaries = [0];
  const words: number[] = [];
  for (const set of sets) {
    const bits = new Uint32Array(1 + ((set.at(-1) ?? 0) >>> 5));
    for (const category of set) bits[category >>> 5]! |= 1 << (category & 31);
    words.push(...bits);
    boundaries.push(words.length);
  }
  return { boundaries, words };
}
