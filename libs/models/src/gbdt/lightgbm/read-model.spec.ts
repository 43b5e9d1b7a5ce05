import { describe, expect, it } from '@jest/globals';
import { createFeatureMatrix } from '../../feature-matrix.js';
import { SeededRandom } from '../../random.js';
import { predictRaw } from '../predict/predict-gbdt.js';
import { trainGbdt } from '../train-gbdt.js';
import type { GbdtModel } from '../tree.js';
import { readLightGbm } from './read-model.js';
import { writeLightGbm } from './write-model.js';

function model(): GbdtModel {
  const random = new SeededRandom(3);
  const columns = [0, 1, 2].map(() => Float64Array.from({ length: 600 }, () => random.integer(50)));
  const features = createFeatureMatrix(['first one', 'level', 'third'], columns);
  const labels = columns[0]!.map((value, i) => Number(value + (columns[1]![i]! % 7) * 8 > 50));
  const options = { numIterations: 5, categoricalFeatures: [1], minDataPerGroup: 10, catSmooth: 1 };
  return trainGbdt({ features, labels }, options).model;
}

describe('our files', () => {
  it('are read back to the bit, names with underscores for spaces', () => {
    const trained = model();
    const again = readLightGbm(writeLightGbm(trained));
    expect(again).toEqual({ ...trained, featureNames: ['first_one', 'level', 'third'] });
    expect(trained.trees.some(({ categorySets }) => categorySets.length > 0)).toBe(true);
  });

  it('say how many bytes each tree has', () => {
    const text = writeLightGbm(model());
    const sizes = /^tree_sizes=(.*)$/m.exec(text)![1]!.split(' ').map(Number);
    let at = text.indexOf('Tree=0');
    for (const [index, size] of sizes.entries()) {
      expect(text.slice(at, at + 7)).toContain(`Tree=${String(index)}`);
      at += size;
    }
    expect(text.slice(at)).toMatch(/^end of trees/);
  });

  it('cannot hold two names that differ in spaces alone', () => {
    const trained = model();
    expect(() => writeLightGbm({ ...trained, featureNames: ['a b', 'a_b', 'c'] })).toThrow(
      'two features are called "a_b"',
    );
  });
});

describe('a file that is not one', () => {
  const text = writeLightGbm(model());
  const lines = text.split('\n');
  const without = (start: string): string => lines.filter((line) => !line.startsWith(start)).join('\n');
  const replaced = (pattern: RegExp, by: string): string => text.replace(pattern, by);

  it.each([
    ['empty', '', 'the file is empty'],
    ['something else', 'learner,course\n1,2\n', 'line 1: this is no LightGBM model'],
    ['cut in half', text.slice(0, text.length / 2), /line \d+: .*cut off/],
    ['cut between trees', text.slice(0, text.indexOf('Tree=3')), 'line .*before "end of trees"'],
    ['of another version', replaced(/version=v4/, 'version=v9'), 'line 2: version v9'],
    ['of several classes', replaced(/num_class=1/, 'num_class=3'), 'line 3: the model has num_class 3'],
    [
      'of an unknown objective',
      replaced(/objective=\w+/, 'objective=magic'),
      'line 7: objective "magic" is not known',
    ],
    ['without a key', without('max_feature_idx'), 'the head has no "max_feature_idx"'],
    ['with linear trees', replaced(/is_linear=0/, 'is_linear=1'), 'linear models in its leaves'],
    [
      'with a word among numbers',
      replaced(/threshold=\S+/, 'threshold=x'),
      '"x" cannot stand in "threshold" of tree 0',
    ],
    [
      'with a number too few',
      replaced(/leaf_value=\S+ /, 'leaf_value='),
      /"leaf_value" of tree 0 has \d+ numbers/,
    ],
    ['whose nodes go in circles', replaced(/left_child=\S+/, 'left_child=0'), /left_child/],
    [
      'with another number of trees',
      replaced(/tree_sizes=\d+ /, 'tree_sizes='),
      'the head announces 4 trees',
    ],
  ])('%s', (_, damaged, message) => {
    expect(() => readLightGbm(damaged)).toThrow(new RegExp(message));
  });

  it('is a whole model wherever it is cut, or none', () => {
    const whole = readLightGbm(text);
    const features = createFeatureMatrix(
      whole.featureNames,
      whole.featureNames.map(() => Float64Array.of(1, 30)),
    );
    for (let length = 0; length < text.length; length += 997) {
      let read: GbdtModel | null = null;
      try {
        read = readLightGbm(text.slice(0, length));
      } catch (error) {
        expect(String(error)).toMatch(/ModelFileError/);
      }
      if (read !== null) expect(predictRaw(read, features)).toEqual(predictRaw(whole, features));
    }
  });
});
