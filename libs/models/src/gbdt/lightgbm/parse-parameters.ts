import { type GbdtParameters, type ObjectiveName, OBJECTIVES } from '../parameters.js';
import { LIGHTGBM_NAMES } from './parameter-names.js';

/** Parameters as a person gives them, with those that concern the table and the machine. */
export interface ParsedParameters {
  readonly parameters: Partial<GbdtParameters>;
  readonly threads: number | null;
  /** Column references, as they were given: `name:a,b` or positions `0,3`. */
  readonly categorical: string | null;
  readonly weight: string | null;
  readonly ignore: string | null;
}

const objectiveAliases: Readonly<Record<string, ObjectiveName>> = {
  regression_l2: 'regression',
  l2: 'regression',
  mean_squared_error: 'regression',
  mse: 'regression',
  l2_root: 'regression',
  root_mean_squared_error: 'regression',
  rmse: 'regression',
  xentropy: 'cross_entropy',
};

/** Parameters that change nothing here, or can have one value alone. */
const accepted: Readonly<Record<string, RegExp>> = {
  verbose: /^/,
  verbosity: /^/,
  metric: /^/,
  deterministic: /^/,
  force_col_wise: /^/,
  force_row_wise: /^/,
  feature_pre_filter: /^/,
  is_enable_sparse: /^/,
  header: /^(true|1)$/,
  task: /^train$/,
  boosting: /^(gbdt|gbrt)$/,
  boosting_type: /^(gbdt|gbrt)$/,
  data_sample_strategy: /^bagging$/,
  tree_learner: /^serial$/,
  device_type: /^cpu$/,
  device: /^cpu$/,
  monotone_constraints_method: /^basic$/,
  num_class: /^1$/,
};

const columns = {
  categorical: [
    'categorical_feature',
    'cat_feature',
    'categorical_column',
    'cat_column',
    'categorical_features',
  ],
  weight: ['weight_column', 'weight'],
  ignore: ['ignore_column', 'ignore_feature', 'blacklist'],
  threads: ['num_threads', 'num_thread', 'nthread', 'nthreads', 'n_jobs'],
} as const;

const lists = new Set<keyof GbdtParameters>(['monotoneConstraints']);
const flags = new Set<keyof GbdtParameters>([
  'useMissing',
  'zeroAsMissing',
  'boostFromAverage',
  'isUnbalance',
]);

/**
 * Parameters by LightGBM's names and aliases, parted by spaces: `num_leaves=31 learning_rate=0.05`.
 * @throws RangeError naming the parameter that is not known, not supported or given twice, or its value
 */
export function parseParameters(text: string): ParsedParameters {
  const nameOf = new Map<string, keyof GbdtParameters>();
  for (const [name, aliases] of Object.entries(LIGHTGBM_NAMES)) {
    for (const alias of aliases) nameOf.set(alias, name as keyof GbdtParameters);
  }
  const given = new Map<string, string>();
  const parameters: Record<string, unknown> = {};
  for (const part of text.split(/\s+/).filter((one) => one !== '')) {
    const at = part.indexOf('=');
    if (at < 1) throw new RangeError(`"${part}" is no parameter: write name=value, parted by spaces`);
    const [key, value] = [part.slice(0, at), part.slice(at + 1)];
    const column = Object.entries(columns).find(([, aliases]) => aliases.some((alias) => alias === key))?.[0];
    const name = nameOf.get(key);
    const place = column ?? name ?? key;
    if (given.has(place)) throw new RangeError(`parameter "${key}" is given twice`);
    given.set(place, value);
    if (column !== undefined) continue;
    if (name === undefined) refuseOrAccept(key, value, [...nameOf.keys()]);
    else parameters[name] = valueOf(name, key, value);
  }
  const threads = given.get('threads');
  if (threads !== undefined && !/^\d{1,3}$/.test(threads)) {
    throw new RangeError(`num_threads must be a whole number, got "${threads}"`);
  }
  return {
    parameters,
    threads: threads === undefined || threads === '0' ? null : Number(threads),
    categorical: given.get('categorical') ?? null,
    weight: given.get('weight') ?? null,
    ignore: given.get('ignore') ?? null,
  };
}

function refuseOrAccept(key: string, value: string, known: readonly string[]): void {
  const allowed = accepted[key];
  if (allowed === undefined) {
    const near = known.filter((name) => name.includes(key) || key.includes(name) || distance(name, key) <= 2);
    const hint = near.length > 0 ? `; did you mean ${near.slice(0, 3).join(' or ')}?` : '';
    throw new RangeError(`parameter "${key}" is not known or not supported${hint}`);
  }
  if (!allowed.test(value)) {
    throw new RangeError(`"${key}=${value}" is not supported: the trainer is boosted trees on the processor`);
  }
}

function valueOf(name: keyof GbdtParameters, key: string, text: string): unknown {
  if (name === 'objective') {
    const objective = objectiveAliases[text] ?? text;
    if (OBJECTIVES.some((known) => known === objective)) return objective;
    throw new RangeError(`objective "${text}" cannot be trained: choose from ${OBJECTIVES.join(', ')}`);
  }
  if (flags.has(name)) {
    if (/^(true|1|\+)$/.test(text)) return true;
    if (/^(false|0|-)$/.test(text)) return false;
    throw new RangeError(`"${key}" must be true or false, got "${text}"`);
  }
  const numbers = (lists.has(name) ? text.split(',') : [text]).map((part) =>
    part === '' ? NaN : Number(part),
  );
  if (numbers.some((value) => !Number.isFinite(value))) {
    throw new RangeError(`"${key}" must be a number, got "${text}"`);
  }
  return lists.has(name) ? numbers : numbers[0];
}

/** Letters to change, add or take away (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + Number(a[i - 1] !== b[j - 1]));
    }
    row = next;
  }
  return row[b.length]!;
}
