import { areaUnderRoc, logLoss } from '#libs/models';
import { type Cost, runOurs, runTheirs, theirVersion } from './gbdt/run-json.js';
import { readNumbers, SHAP_ROWS, writeTable } from './gbdt/table-files.js';
import { benchTables } from './gbdt/tables.js';
import { median, withDirectory } from './harness.js';
import type { BenchOptions, Report } from './report.js';

/** Repetitions of each training, ours and theirs in turn. */
const RUNS = 3;

interface Trained {
  readonly auc: number;
  readonly loss: number;
  /** By number of threads, 1 and 2. */
  readonly costs: readonly (readonly Cost[])[];
}

/**
 * The trainer beside official LightGBM: the same six tables and parameters, each training in a process of its own;
 * then each reads the other's file. Limits: AUC within .002, loss within 1 %, time at most 1.5 times theirs by one
 * thread and at most theirs by two, memory at most twice, predictions and contributions equal to 1e-9; a million rows
 * scored in 3 s, ten thousand explained in 5 s, on one core. Times include binning.
 */
export async function boostedTrees({ say }: BenchOptions): Promise<Report[]> {
  const version = await theirVersion();
  if (version === null) say('LightGBM: not here (set SNOWLIGHT_BENCH_PYTHON to a Python that has it)');
  const rows: string[][] = [];
  const figures: object[] = [];
  for (const table of benchTables(1)) {
    say(`gbdt: ${table.name}`);
    await withDirectory(async (directory) => {
      await writeTable(directory, table);
      const labels = readNumbers(directory, 'test.y');
      const costs: { ours: Cost[][]; theirs: Cost[][] } = { ours: [], theirs: [] };
      for (const threads of ['1', '2']) {
        const [ours, theirs]: [Cost[], Cost[]] = [[], []];
        for (let run = 0; run < RUNS; run++) {
          ours.push((await runOurs('ours', 'train', directory, threads)) as Cost);
          if (version !== null) theirs.push((await runTheirs('train', directory, threads)) as Cost);
        }
        costs.ours.push(ours);
        costs.theirs.push(theirs);
      }
      const ours = trained(directory, 'ours', labels, costs.ours);
      const theirs = version === null ? null : trained(directory, 'theirs', labels, costs.theirs);
      const equality = theirs === null ? null : await compareFiles(directory);
      rows.push(...rowsOf(table.name, ours, theirs, equality));
      figures.push({ table: table.name, ours, theirs, equality });
    });
  }
  const head = [
    'table',
    'what',
    'ours',
    `LightGBM ${version ?? '(not here)'}`,
    'ratio or difference',
    'limit',
  ];
  return [
    { title: 'Boosted trees: 100 trees of 31 leaves', head, rows, figures: { tables: figures } },
    await speedOfScoring(),
  ];
}

function trained(directory: string, name: string, labels: Float64Array, costs: readonly Cost[][]): Trained {
  const predictions = readNumbers(directory, `${name}.p`);
  return { auc: areaUnderRoc(labels, predictions), loss: logLoss(labels, predictions), costs };
}

interface Equality {
  /** Largest differences between what the maker of a file and its reader say. */
  readonly predictions: number;
  readonly contributions: number;
}

async function compareFiles(directory: string): Promise<Equality> {
  await runTheirs('read', directory);
  await runOurs('ours', 'read', directory);
  const difference = (a: string, b: string): number => {
    const [first, second] = [readNumbers(directory, a), readNumbers(directory, b)];
    return first.reduce((most, value, i) => Math.max(most, Math.abs(value - second[i]!)), 0);
  };
  return {
    predictions: Math.max(difference('ours.p', 'ours-there.p'), difference('theirs.p', 'theirs-here.p')),
    contributions: Math.max(
      difference('ours.shap', 'ours-there.shap'),
      difference('theirs.shap', 'theirs-here.shap'),
    ),
  };
}

function rowsOf(name: string, ours: Trained, theirs: Trained | null, equality: Equality | null): string[][] {
  const of = (trained: Trained, threads: number, what: keyof Cost): number =>
    median(trained.costs[threads - 1]!.map((cost) => cost[what]));
  const line = (
    what: string,
    mine: number,
    other: number | null,
    digits: number,
    compare: Comparison,
  ): string[] => {
    const value = other === null ? null : compare.by(mine, other);
    return [
      name,
      what,
      mine.toFixed(digits),
      other?.toFixed(digits) ?? '',
      value?.toFixed(digits) ?? '',
      value === null ? compare.limit : `${compare.limit} ${compare.met(value) ? 'met' : 'MISSED'}`,
    ];
  };
  const cost = (what: string, threads: number, key: keyof Cost, most: number): string[] =>
    line(what, of(ours, threads, key), theirs && of(theirs, threads, key), 2, atMost(most));
  const lines = [
    line('test AUC', ours.auc, theirs?.auc ?? null, 4, {
      by: (a, b) => Math.abs(a - b),
      limit: '<= .002',
      met: (value) => value <= 0.002,
    }),
    line('test log loss', ours.loss, theirs?.loss ?? null, 4, {
      by: (a, b) => a / b - 1,
      limit: '<= +1 %',
      met: (value) => value <= 0.01,
    }),
    cost('wall s, 1 thread', 1, 'wall', 1.5),
    cost('processor s, 1 thread', 1, 'cpu', 1.5),
    cost('wall s, 2 threads', 2, 'wall', 1),
    cost('peak MB, 1 thread', 1, 'megabytes', 2),
    cost('peak MB, 2 threads', 2, 'megabytes', 2),
  ];
  if (equality === null) return lines;
  const equal = (what: string, value: number): string[] => [
    name,
    what,
    '',
    '',
    value.toExponential(1),
    `<= 1e-9 ${value <= 1e-9 ? 'met' : 'MISSED'}`,
  ];
  return [
    ...lines,
    equal('predictions, each file in both', equality.predictions),
    equal(`contributions, ${SHAP_ROWS} rows`, equality.contributions),
  ];
}

interface Comparison {
  readonly by: (ours: number, theirs: number) => number;
  readonly limit: string;
  readonly met: (value: number) => boolean;
}

const atMost = (most: number): Comparison => ({
  by: (ours, theirs) => ours / theirs,
  limit: `<= ${most} times`,
  met: (value) => value <= most,
});

async function speedOfScoring(): Promise<Report> {
  const runs: { score: { wall: number; cpu: number }; shap: { wall: number; cpu: number } }[] = [];
  for (let run = 0; run < RUNS; run++) runs.push((await runOurs('score')) as (typeof runs)[number]);
  const row = (
    what: string,
    of: (run: (typeof runs)[number]) => { wall: number; cpu: number },
    most: number,
  ): string[] => {
    const cpu = median(runs.map((run) => of(run).cpu));
    return [
      what,
      median(runs.map((run) => of(run).wall)).toFixed(2),
      cpu.toFixed(2),
      `<= ${most} ${cpu <= most ? 'met' : 'MISSED'}`,
    ];
  };
  return {
    title: 'Scoring by 100 trees of 31 leaves, 50 features, one core',
    head: ['what', 'wall s', 'processor s', 'limit of processor s'],
    rows: [row('1,000,000 rows', ({ score }) => score, 3), row('SHAP of 10,000 rows', ({ shap }) => shap, 5)],
    figures: { runs },
  };
}
