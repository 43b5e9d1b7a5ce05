import { linkOf } from '../objectives/link.js';
import type { FeatureInfo, GbdtModel, Tree } from '../tree.js';
import { Entries, FileLines } from './file-lines.js';
import { ModelFileError } from './model-file-error.js';
import { readTree } from './read-tree.js';

/**
 * A model from LightGBM's text format, versions 3 and 4 (the same but for linear trees, which are refused).
 * @throws ModelFileError with the line and what to do
 */
export function readLightGbm(text: string): GbdtModel {
  if (text.trim() === '') throw new ModelFileError('the file is empty: give a model that was saved', 0);
  const lines = new FileLines(text);
  if (lines.peek()!.trim() !== 'tree') {
    lines.take();
    throw lines.error('this is no LightGBM model in text format: its first line must be "tree"');
  }
  const head = new Entries(lines, 'the head', (line) => line.startsWith('Tree='));
  const { featureNames, objective } = checkHead(head);
  const trees = readTrees(lines, head, featureNames.length);
  return {
    kind: 'gbdt',
    objective,
    featureNames,
    featureInfos: readInfos(head, featureNames.length),
    monotoneConstraints: head.has('monotone_constraints')
      ? head.numbers('monotone_constraints', featureNames.length, (sign) => [-1, 0, 1].includes(sign))
      : [],
    averageOutput: head.has('average_output'),
    parameters: readParameters(lines),
    trees,
  };
}

function checkHead(head: Entries): { featureNames: string[]; objective: string } {
  const version = head.text('version').trim();
  if (version !== 'v3' && version !== 'v4') {
    throw head.error(
      'version',
      `version ${version} of the format is not known, v3 and v4 are: save the model with LightGBM 4`,
    );
  }
  for (const key of ['num_class', 'num_tree_per_iteration']) {
    const count = head.number(key, Number.isInteger);
    if (count !== 1) {
      throw head.error(
        key,
        `the model has ${key} ${String(count)}: models of more than two classes are not supported; train one model per class`,
      );
    }
  }
  const objective = head.has('objective') ? head.text('objective').trim() : 'custom';
  try {
    linkOf(objective);
  } catch (error) {
    throw head.error('objective', error instanceof Error ? error.message : String(error));
  }
  const count = head.number('max_feature_idx', Number.isInteger) + 1;
  const featureNames = head.text('feature_names').trim().split(/ +/);
  if (featureNames.length !== count) {
    throw head.error(
      'feature_names',
      `there are ${String(featureNames.length)} names for ${String(count)} features: the file is damaged`,
    );
  }
  return { featureNames, objective };
}

function readTrees(lines: FileLines, head: Entries, featureCount: number): Tree[] {
  const sizes = head.has('tree_sizes') ? head.text('tree_sizes').trim() : null;
  const wanted = sizes === null ? null : sizes === '' ? 0 : sizes.split(/ +/).length;
  const trees: Tree[] = [];
  for (;;) {
    lines.skipEmpty();
    const line = lines.take();
    if (line?.startsWith('Tree=') === true) {
      trees.push(readTree(lines, trees.length, featureCount));
    } else if (line?.trim() === 'end of trees') {
      break;
    } else {
      throw lines.error(
        line === undefined
          ? `the file ends after tree ${String(trees.length - 1)}, before "end of trees": it is cut off; copy it again`
          : `"${line.slice(0, 40)}" is neither a tree nor the end of trees: the file is damaged`,
      );
    }
  }
  if (wanted !== null && wanted !== trees.length) {
    throw lines.error(
      `the head announces ${String(wanted)} trees, there are ${String(trees.length)}: the file is damaged`,
    );
  }
  if (trees.length === 0) throw lines.error('the model has no trees: train it again');
  return trees;
}

function readInfos(head: Entries, count: number): FeatureInfo[] {
  const texts = head.text('feature_infos').trim().split(/ +/);
  if (texts.length !== count) {
    throw head.error(
      'feature_infos',
      `there are ${String(texts.length)} infos for ${String(count)} features: the file is damaged`,
    );
  }
  return texts.map((text): FeatureInfo => {
    if (text === 'none') return { kind: 'none' };
    const range = /^\[(.+):(.+)\]$/.exec(text);
    if (range !== null) return { kind: 'range', min: Number(range[1]), max: Number(range[2]) };
    return { kind: 'categories', values: text.split(':').map(Number) };
  });
}

function readParameters(lines: FileLines): Record<string, string> {
  const parameters: Record<string, string> = {};
  let inside = false;
  for (let line = lines.take(); line !== undefined && line !== 'end of parameters'; line = lines.take()) {
    if (line === 'parameters:') inside = true;
    const named = inside ? /^\[([^:]+): (.*)\]$/.exec(line) : null;
    if (named !== null) parameters[named[1]!] = named[2]!;
  }
  return parameters;
}
