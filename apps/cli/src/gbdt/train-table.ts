import { writeFile } from 'node:fs/promises';
import {
  type LabelledRows,
  type ParsedParameters,
  parseParameters,
  trainGbdt,
  writeLightGbm,
} from '#libs/models';
import { JobError } from '../../../jobs/src/index.js';
import type { NumericTable } from './numeric-table.js';
import { columnsMeant, featuresOf, knownColumn, readTable } from './table-columns.js';

export interface TrainTable {
  readonly data: string;
  readonly label: string;
  readonly params: string;
  readonly valid: string | null;
  readonly out: string;
  readonly threads: number;
}

export interface TrainReport {
  readonly rows: number;
  readonly features: number;
  readonly trees: number;
  readonly seconds: number;
  readonly warnings: readonly string[];
}

/**
 * Reads, trains and writes.
 * @param warn is told what the person should know although it went on
 * @throws JobError in a sentence: what is wrong, where, what to do
 */
export async function trainTable(request: TrainTable, warn: (line: string) => void): Promise<TrainReport> {
  const parsed = refused('--params', () => parseParameters(request.params));
  const table = await readTable(request.data);
  const names = featureNames(table, request.label, parsed);
  const warnings: string[] = [];
  const tell = (text: string): void => {
    warnings.push(text);
    warn(`warning: ${text}`);
  };
  const training = labelled(table, names, request.label, parsed);
  const objective = parsed.parameters.objective ?? guessObjective(training.labels, tell);
  checkLabels(table, request.label, training.labels, objective);
  warnOfConstants(table, names, tell);
  const categorical = columnsMeant(
    parsed.categorical,
    candidatesOf(table, request.label),
    'categorical_feature',
  );
  const parameters = {
    ...parsed.parameters,
    objective,
    categoricalFeatures: categorical.map((name) => names.indexOf(name)).filter((at) => at >= 0),
  };
  const valid =
    request.valid === null
      ? undefined
      : labelled(await readTable(request.valid), names, request.label, parsed);
  if (valid === undefined && (parameters.earlyStoppingRounds ?? 0) > 0) {
    throw new JobError('early_stopping_round needs a table to stop by: give one with --valid');
  }
  const started = performance.now();
  const threads = parsed.threads ?? request.threads;
  const { model } = refused(request.data, () => trainGbdt(training, parameters, valid, { threads }));
  const seconds = (performance.now() - started) / 1000;
  if (model.trees.every(({ numLeaves }) => numLeaves === 1)) {
    tell(
      `no split was found, so the model predicts the same for every row: give more rows, other features, or a lower min_data_in_leaf`,
    );
  }
  await writeFile(request.out, writeLightGbm(model));
  return { rows: table.rows, features: names.length, trees: model.trees.length, seconds, warnings };
}

const candidatesOf = (table: NumericTable, label: string): string[] =>
  table.names.filter((name) => name !== label);

function featureNames(table: NumericTable, label: string, parsed: ParsedParameters): string[] {
  const candidates = candidatesOf(table, label);
  const left = new Set([
    ...columnsMeant(parsed.weight, candidates, 'weight_column'),
    ...columnsMeant(parsed.ignore, candidates, 'ignore_column'),
  ]);
  const names = candidates.filter((name) => !left.has(name));
  if (names.length === 0) throw new JobError(`${table.file}: there is no column left to learn from`);
  return names;
}

function labelled(
  table: NumericTable,
  names: readonly string[],
  label: string,
  parsed: ParsedParameters,
): LabelledRows {
  const lacking = names.filter((name) => !table.names.includes(name));
  if (lacking.length > 0) throw new JobError(`${table.file}: columns are missing: ${lacking.join(', ')}`);
  const [weight] = columnsMeant(parsed.weight, candidatesOf(table, label), 'weight_column');
  return {
    features: featuresOf(table, names),
    labels: knownColumn(table, label, 'label'),
    ...(weight === undefined ? {} : { weights: knownColumn(table, weight, 'weight') }),
  };
}

/** LightGBM itself would take labels of 0 and 1 for a regression. */
function guessObjective(labels: Float64Array, tell: (text: string) => void): 'binary' | 'regression' {
  const objective = labels.every((label) => label === 0 || label === 1) ? 'binary' : 'regression';
  tell(`no objective is given: by its labels this is objective=${objective}`);
  return objective;
}

function checkLabels(table: NumericTable, label: string, labels: Float64Array, objective: string): void {
  const where = `${table.file}, column "${label}"`;
  if (objective === 'binary') {
    const wrong = labels.findIndex((value) => value !== 0 && value !== 1);
    if (wrong >= 0) {
      throw new JobError(
        `${where}, ${table.placeOf(wrong)}: label ${labels[wrong]!} is neither 0 nor 1; recode it, or give objective=regression`,
      );
    }
  }
  if (labels.every((value) => value === labels[0])) {
    throw new JobError(
      `${where}: every label is ${labels[0]!}, there is nothing to tell apart; give rows of more than one outcome`,
    );
  }
}

function warnOfConstants(table: NumericTable, names: readonly string[], tell: (text: string) => void): void {
  const constant = names.filter((name) => {
    const column = table.columns[table.names.indexOf(name)]!;
    return column.every((value) => Object.is(value, column[0]));
  });
  if (constant.length === names.length) {
    throw new JobError(`${table.file}: every feature is constant, there is nothing to learn from`);
  }
  if (constant.length > 0) {
    tell(
      `${table.file}: constant, so never used: ${constant.slice(0, 10).join(', ')}${constant.length > 10 ? `, and ${constant.length - 10} more` : ''}`,
    );
  }
}

/** A `RangeError` of the trainer is about what the person gave: said in one sentence, with where. */
export function refused<T>(where: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) throw new JobError(`${where}: ${error.message}`);
    throw error;
  }
}
