import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createFeatureMatrix,
  type GbdtModel,
  predictGbdt,
  readLightGbm,
  selectRows,
  shapTable,
  trainGbdt,
  writeLightGbm,
} from '#libs/models';
import { readColumns, readMeta, readNumbers, SHAP_ROWS } from '../table-files.js';

/** `ours train DIRECTORY THREADS` or `ours read DIRECTORY`: what `judge.py` does with LightGBM. */
const [command, directory = '', threads = '1'] = process.argv.slice(2);
const meta = readMeta(directory);
const test = createFeatureMatrix(meta.names, readColumns(directory, 'test'));

function write(model: GbdtModel, name: string): void {
  writeFileSync(join(directory, `${name}.p`), predictGbdt(model, test));
  const first = Int32Array.from({ length: SHAP_ROWS }, (_, row) => row);
  const { baseValue, contributions } = shapTable(model, selectRows(test, first));
  const all = new Float64Array((meta.features + 1) * SHAP_ROWS).fill(baseValue);
  contributions.forEach((column, feature) => {
    all.set(column, feature * SHAP_ROWS);
  });
  writeFileSync(join(directory, `${name}.shap`), all);
}

/** Of this program: the system's usual figure begins with that of the process which started it. */
function peakMegabytes(): number {
  const peak = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return Number(peak) / 1024;
}

if (command === 'read') {
  write(readLightGbm(readFileSync(join(directory, 'theirs.txt'), 'utf8')), 'theirs-here');
  process.stdout.write('{}');
} else {
  const train = {
    features: createFeatureMatrix(meta.names, readColumns(directory, 'train')),
    labels: readNumbers(directory, 'train.y'),
  };
  const began = performance.now();
  const cpuBefore = process.cpuUsage();
  const parameters = { numIterations: meta.trees, categoricalFeatures: meta.categorical };
  const { model } = trainGbdt(train, parameters, undefined, { threads: Number(threads) });
  const wall = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  const megabytes = peakMegabytes();
  writeFileSync(join(directory, 'ours.txt'), writeLightGbm(model));
  write(model, 'ours');
  process.stdout.write(JSON.stringify({ wall, cpu: (user + system) / 1e6, megabytes }));
}
