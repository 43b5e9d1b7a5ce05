import { expect, it } from '@jest/globals';
import { readJson, writeJson } from './json-number.js';

it.each([
  ['an infinite threshold', [1.5, Infinity, -Infinity]],
  ['a threshold that is none', { threshold: NaN }],
  ['seventeen digits', [0.1234567890123456, 1e-9, 5e-324]],
  ['nothing, in any depth', { end: null, hazard: { trees: [null, {}] } }],
])('%s comes back as it was', (_what, model) => {
  expect(readJson(writeJson(model))).toEqual(model);
});

it('reads what was written before infinities were marked', () => {
  expect(readJson('{"threshold":[1,null]}')).toEqual({ threshold: [1, null] });
});
