import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

/** In a process of its own, where threads can run the sources as they are. */
const program = `
  const { createFeatureMatrix, SeededRandom, trainGbdt, writeLightGbm } = await import('#libs/models');
  const random = new SeededRandom(4);
  const rows = 30000;
  const columns = Array.from({ length: 12 }, (_, f) =>
    Float64Array.from({ length: rows }, () =>
      f < 2 ? random.integer(300) : f < 6 ? Number(random.bernoulli(0.05)) * random.integer(9) : random.normal()));
  const features = createFeatureMatrix(columns.map((_, f) => 'f' + f), columns);
  const labels = columns[8].map((x, i) => Number(x + (columns[0][i] % 5) + random.normal() > 2));
  const parameters = { numIterations: 8, categoricalFeatures: [0, 1], baggingFraction: 0.7, baggingFreq: 2, featureFraction: 0.8 };
  const train = (threads) => writeLightGbm(trainGbdt({ features, labels }, parameters, undefined, { threads }).model);
  const one = train(1);
  console.log(JSON.stringify({ trees: one.split('Tree=').length - 1, two: train(2) === one, three: train(3) === one }));
`;

describe('threads', () => {
  it('give the model of one thread, bit for bit, with categories, sparse columns and sampling', async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        '--conditions=snowlight-src',
        '--import',
        '@swc-node/register/esm-register',
        '--input-type=module',
        '--eval',
        program,
      ],
      { cwd: fileURLToPath(new URL('../../../../../', import.meta.url)) },
    );
    expect(JSON.parse(stdout)).toEqual({ trees: 8, two: true, three: true });
  }, 120_000);
});
