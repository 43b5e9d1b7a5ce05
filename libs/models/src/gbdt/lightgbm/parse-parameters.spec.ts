import { describe, expect, it } from '@jest/globals';
import { parseParameters } from './parse-parameters.js';

describe('parseParameters', () => {
  it('takes LightGBM’s names and aliases', () => {
    expect(
      parseParameters(
        'objective=mse n_estimators=20 eta=0.05 num_leaves=15  is_unbalance=false monotone_constraints=1,0,-1 verbose=-1 nthread=2 categorical_feature=name:a,b',
      ),
    ).toEqual({
      parameters: {
        objective: 'regression',
        numIterations: 20,
        learningRate: 0.05,
        numLeaves: 15,
        isUnbalance: false,
        monotoneConstraints: [1, 0, -1],
      },
      threads: 2,
      categorical: 'name:a,b',
      weight: null,
      ignore: null,
    });
  });

  it.each([
    [
      'num_leafs=3',
      'parameter "num_leafs" is not known or not supported; did you mean num_leaves or num_leaf?',
    ],
    ['objective=magic', 'objective "magic" cannot be trained: choose from binary'],
    ['boosting=dart', '"boosting=dart" is not supported'],
    ['num_leaves=many', '"num_leaves" must be a number, got "many"'],
    ['num_leaves', '"num_leaves" is no parameter: write name=value'],
    ['eta=1 learning_rate=2', 'parameter "learning_rate" is given twice'],
    ['use_missing=maybe', '"use_missing" must be true or false'],
  ])('%s: refused', (text, message) => {
    expect(() => parseParameters(text)).toThrow(message);
  });
});
