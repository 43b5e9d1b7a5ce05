import { boot } from './boot.bench.js';
import { calibration } from './calibration.bench.js';
import { distributed } from './distributed.bench.js';
import { eventToScore } from './event-to-score.bench.js';
import { firstPage } from './first-page.bench.js';
import { boostedTrees } from './gbdt.bench.js';
import type { Measurement } from './harness.js';
import { intake } from './intake.bench.js';
import { recordStore } from './lrs.bench.js';
import { oulad } from './oulad.bench.js';
import { reasons } from './reasons.bench.js';
import { markdownOf, type BenchOptions, type Report } from './report.js';
import { silence } from './silence.bench.js';
import { sizing } from './sizing.bench.js';
import { sweep } from './sweep.bench.js';

export { machine, median, type Measurement } from './harness.js';
export { markdownOf, type Report };

/** Every benchmark, by the name that `npm run bench -- NAME` takes. */
export const benchmarks: ReadonlyMap<string, () => Promise<Measurement[]>> = new Map([
  ['boot', boot],
  ['intake', intake],
  ['event-to-score', eventToScore],
  ['distributed', distributed],
  ['oulad', oulad],
  ['first-page', firstPage],
]);

/** Those that have tables of their own, and sizes. */
export const reports: ReadonlyMap<string, (options: BenchOptions) => Promise<Report[]>> = new Map([
  ['lrs', recordStore],
  ['gbdt', boostedTrees],
  ['sizing', sizing],
  ['calibration', calibration],
  ['reasons', reasons],
  ['silence', silence],
  ['sweep', sweep],
]);
