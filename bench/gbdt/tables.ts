import { SeededRandom } from '#libs/models';

/** A table with labels that a model of trees can learn, and what LightGBM and ours are given with it. */
export interface BenchTable {
  readonly name: string;
  readonly columns: readonly Float64Array[];
  readonly labels: Float64Array;
  /** Rows to train on; the rest are tested. */
  readonly trainRows: number;
  readonly categorical: readonly number[];
}

interface Shape {
  readonly name: string;
  readonly rows: number;
  readonly features: number;
  readonly categorical?: readonly number[];
  /** Fills a row, and gives its log-odds. */
  readonly fill: (row: Float64Array, random: SeededRandom) => number;
}

/** Effect of each level of a category: the same in every table of one seed. */
const levelEffects = Float64Array.from({ length: 400 }, (_, level) => Math.sin(level * 12.9898) * 1.5);

const shapes: readonly Shape[] = [
  {
    // Counts of one learner rise and fall together; what was never asked of a learner is missing.
    name: 'oulad: counts, 10 % missing',
    rows: 60_000,
    features: 40,
    fill(row, random) {
      const activity = Math.exp(random.normal());
      for (let i = 0; i < row.length; i++) {
        const count = Math.floor(activity * (1 + (i % 7)) * -Math.log(1 - random.uniform()));
        row[i] = random.bernoulli(0.1) ? Number.NaN : count;
      }
      return 1 - 1.2 * Math.log1p(activity) - 0.1 * Math.min(row[0]! || 0, 20) + (row[3]! > 5 ? -0.8 : 0.4);
    },
  },
  {
    name: 'dense: 200,000 x 50',
    rows: 250_000,
    features: 50,
    fill(row, random) {
      for (let i = 0; i < row.length; i++) row[i] = random.normal();
      return row[0]! + 0.5 * row[1]! * row[2]! + Math.sin(2 * row[3]!) - 0.5 * Number(row[4]! > 0.5) - 1;
    },
  },
  {
    name: 'sparse: 300 features, 3 % filled',
    rows: 100_000,
    features: 300,
    fill(row, random) {
      row.fill(0);
      let score = -1;
      for (let i = 0; i < row.length; i++) {
        if (!random.bernoulli(0.03)) continue;
        row[i] = 1 + random.integer(20);
        if (i < 60) score += i % 2 === 0 ? 1.2 : -0.05 * row[i]!;
      }
      return score;
    },
  },
  {
    name: 'missing: 60 % of all values',
    rows: 100_000,
    features: 30,
    fill(row, random) {
      let score = 0;
      for (let i = 0; i < row.length; i++) {
        const value = random.normal();
        row[i] = random.bernoulli(0.6) ? Number.NaN : value;
        if (i < 5) score += 0.7 * value;
      }
      return score + 0.8 * Number(Number.isNaN(row[6]!)) - 0.5;
    },
  },
  {
    name: 'categories: four of up to 400 levels',
    rows: 100_000,
    features: 14,
    categorical: [0, 1, 2, 3],
    fill(row, random) {
      let score = -0.5;
      for (let i = 0; i < row.length; i++) {
        row[i] = i < 4 ? Math.floor(400 * random.uniform() ** (1 + i)) : random.normal();
        if (i < 4) score += levelEffects[(row[i]! * (i + 1)) % 400]!;
      }
      return score + row[4]!;
    },
  },
  {
    name: 'unbalanced: 1 %',
    rows: 200_000,
    features: 20,
    fill(row, random) {
      for (let i = 0; i < row.length; i++) row[i] = random.normal();
      return 1.2 * row[0]! + row[1]! * row[2]! - 6.2;
    },
  },
];

/** The six tables, one after the other: one alone fits beside what is trained on it. */
export function* benchTables(seed: number): Generator<BenchTable> {
  for (const { name, rows, features, categorical = [], fill } of shapes) {
    const random = new SeededRandom(seed);
    const columns = Array.from({ length: features }, () => new Float64Array(rows));
    const labels = new Float64Array(rows);
    const row = new Float64Array(features);
    for (let i = 0; i < rows; i++) {
      const score = fill(row, random);
      for (let feature = 0; feature < features; feature++) columns[feature]![i] = row[feature]!;
      labels[i] = Number(random.bernoulli(1 / (1 + Math.exp(-score))));
    }
    yield { name, columns, labels, trainRows: Math.floor(rows * 0.8), categorical };
  }
}
