import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { horizons } from '#libs/contracts';
import { predictRisk, type LandmarkTable } from '#libs/models';
import {
  filterLandmarks,
  joinLandmarks,
  knownOutcomes,
  learnRisk,
  lossAndRanking,
  versionOf,
  writeModelFile,
} from '#pipelines/training';
import { baselineCard, type BaselineFigure } from './baseline-card.js';
import { OULAD, ouladSource, simulatedSource, type BaselineSource } from './baseline-sources.js';

export interface BaselineOrder {
  /** A folder of OULAD's tables; the simulator alone where left out. */
  readonly oulad?: string;
  readonly seed: number;
  readonly model: string;
  readonly card: string;
  readonly say: (line: string) => void;
}

/**
 * By run, all that is known of one of the two worlds may lie in one fold: its chances then come from a model of the other,
 * which turned the calibration of 28 days upside down (AUC .50 on OULAD).
 */
const FOLD_BY = 'learner';

/** Each with its own villages, learners and luck. The last one is held out for the figures of the card. */
const shapes = [
  { seed: 101, learners: 240, assessments: true },
  { seed: 102, learners: 160, assessments: false },
  { seed: 103, learners: 160, assessments: true },
];

/**
 * Trains the model that is shipped, and writes it with its card. The figures of the card are those of a model that is
 * trained in the same way without what it is tested on; the one that is shipped learns from all.
 */
export async function makeBaseline(order: BaselineOrder): Promise<{ version: string; bytes: number }> {
  const { oulad, seed, say } = order;
  const sources: BaselineSource[] = [];
  for (const shape of shapes) sources.push(await simulatedSource(shape));
  if (oulad !== undefined) sources.push(await ouladSource(oulad));
  for (const { name, table } of sources) say(`${name}: ${table.rows.length.toLocaleString('en')} landmarks`);

  const all = joinLandmarks(sources.map(({ table }) => table));
  const heldOut = heldOutGroups(sources);
  const figures = judge(all, heldOut, seed);
  say(`judged on ${[...heldOut].join(', ')}`);

  const trained = learnRisk(all, seed, FOLD_BY);
  // as `learnRisk` does: what is compared with later is no part of the model's name
  const version = versionOf('baseline', { ...trained.model, reference: undefined });
  const text = writeModelFile({
    trained: { ...trained, version },
    target: 'notcompleted',
    horizons,
    seed,
    // presentations by their codes: who has imported them has no use for a model that learnt from them
    courses: sources.flatMap(({ name, runs }) => (name === OULAD ? runs : [name])),
    from: sources.map(({ from }) => from).sort()[0] ?? '',
    to:
      sources
        .map(({ to }) => to)
        .sort()
        .at(-1) ?? '',
  });
  await mkdir(dirname(order.model), { recursive: true });
  await writeFile(order.model, text);
  await writeFile(order.card, baselineCard({ version, sources, trained, figures, seed }));
  return { version, bytes: Buffer.byteLength(text) };
}

/** The last province whole, and of OULAD the presentations that began last. */
function heldOutGroups(sources: readonly BaselineSource[]): Set<string> {
  const simulated = sources.filter(({ name }) => name !== OULAD).at(-1)?.runs ?? [];
  const presentations = sources.find(({ name }) => name === OULAD)?.runs ?? [];
  const when = (code: string): string => code.slice(-5);
  const last = presentations.map(when).sort().at(-1);
  const isTested = (code: string): boolean => when(code) === last;
  // where all began at once there would be nothing to learn from
  const tested = presentations.every(isTested) ? [] : presentations.filter(isTested);
  return new Set([...simulated, ...tested]);
}

function judge(all: LandmarkTable, heldOut: ReadonlySet<string>, seed: number): BaselineFigure[] {
  const { model } = learnRisk(
    filterLandmarks(all, ({ group }) => !heldOut.has(group)),
    seed,
    FOLD_BY,
  );
  const places = [
    {
      place: 'simulated',
      table: filterLandmarks(all, ({ group }) => heldOut.has(group) && group.startsWith('simulated-')),
    },
    {
      place: OULAD,
      table: filterLandmarks(all, ({ group }) => heldOut.has(group) && !group.startsWith('simulated-')),
    },
  ];
  return places.flatMap(({ place, table: tested }) =>
    horizons.flatMap((horizon) => {
      const { table, labels, learners, positives } = knownOutcomes(tested, horizon);
      const chances = predictRisk(model, table.features)[horizon]?.p;
      if (chances === undefined || learners === 0) return [];
      const base = labels.reduce((sum, label) => sum + label, 0) / labels.length;
      const constant = lossAndRanking(labels, new Float64Array(labels.length).fill(base))().logLoss;
      return [{ place, horizon, learners, positives, base, constant, ...lossAndRanking(labels, chances)() }];
    }),
  );
}
