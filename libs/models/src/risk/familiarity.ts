import type { Horizon } from '#libs/contracts';
import type { FeatureMatrix } from '../feature-matrix.js';
import type { BoostedLine } from './boosted-line.js';
import type { LogisticModel } from './logistic.js';

/** Everybody in a run at one landmark, or the landmarks of many runs. */
export interface Cohort {
  readonly features: FeatureMatrix;
  /** Days of the learner's clock at the landmark, one per row. */
  readonly day: ArrayLike<number>;
  /** Days that the run lasts, one per row; NaN = not known. */
  readonly runDays: ArrayLike<number>;
}

/** What was seen of a feature on one landmark day: over all runs, the widest that any of them had. */
interface SeenFigure {
  /** Greatest size of a run: the median of what is neither unknown nor 0; null = none had one, or it is no amount. */
  readonly greatest: number | null;
  /** The largest shares of a run's learners of whom it was not known, and who had a zero. */
  readonly unknown: number;
  readonly zero: number;
}

/** What a model has learnt from, day by day of the learner's clock: enough to tell a course that is unlike all of it. */
export interface SeenCourses {
  readonly featureNames: readonly string[];
  /** Features that are amounts: what is a hundred times as large was counted otherwise. */
  readonly amounts: readonly string[];
  /** The shortest and the longest run, days; null = no run had an end. */
  readonly runDays: { readonly least: number; readonly greatest: number } | null;
  readonly days: readonly {
    readonly day: number;
    /** In the order of `featureNames`. */
    readonly figures: readonly SeenFigure[];
  }[];
}

/** Why a course is unlike all that was learnt from. */
export interface Unlikeness {
  /** A feature, or the length of the run. */
  readonly what: string;
  /** How many times it lies beyond what was seen; 1 = within. */
  readonly times: number;
  /** By how much more learners are without it, or at 0, than in any run; 0 to 1. */
  readonly missing: number;
}

/** Of a risk model what is asked here. */
interface Judged {
  readonly seen?: SeenCourses;
  readonly hazard: BoostedLine | null;
  readonly end: { readonly model: BoostedLine } | null;
}

/** What `Unlikeness.what` says of the calendar. */
export const RUN_LENGTH = 'run_days';

/** With fewer learners a cohort has neither a size nor shares of its own. */
const FEWEST = 20;
/** Another course may be so much faster or slower: days from d / 2 to d x 2 are like day d. */
const TEMPO = 2;
/** Half-width of the 95 % band around shares of one learner, to be divided by the root of their number (Massart 1990). */
const BAND = Math.sqrt(Math.log(2 / 0.05) / 2);
/**
 * Bars, between held-out runs and what nobody should be told a chance of. Of three runs of OULAD and twelve of two
 * simulated provinces, each held out at every landmark, amounts lay at most 5.8 times beyond the others (a hundred times
 * the clicks: 25 and more), lengths 1.5 times (ten times the calendar: 6.7 and more), and figures that were missing
 * weighed at most 5 % (submissions taken out of OULAD: 20 to 57 % from day 21 on).
 */
const AMOUNT_TIMES = 10;
const LENGTH_TIMES = 4;
const MISSING_WEIGHT = 0.15;

/**
 * @param groups the run of each row
 * @param amounts features whose sizes can be compared
 */
export function seenCourses(
  { features, day, runDays }: Cohort,
  groups: readonly string[],
  amounts: readonly string[],
): SeenCourses {
  const cohorts = new Map<number, Map<string, number[]>>();
  groups.forEach((group, row) => {
    const runs = cohorts.get(day[row]!) ?? new Map<string, number[]>();
    cohorts.set(day[row]!, runs);
    const members = runs.get(group) ?? [];
    runs.set(group, members);
    members.push(row);
  });
  return {
    featureNames: [...features.names],
    amounts: amounts.filter((name) => features.names.includes(name)),
    runDays: rangeOf(runDays),
    days: [...cohorts]
      .sort(([a], [b]) => a - b)
      .flatMap(([at, runs]) => {
        const large = [...runs.values()].filter((members) => members.length >= FEWEST);
        if (large.length === 0) return [];
        const figures = features.columns.map((column, index) =>
          widest(large.map((run) => figureOf(run, column, amounts.includes(features.names[index]!)))),
        );
        return [{ day: at, figures }];
      }),
  };
}

function rangeOf(values: ArrayLike<number>): SeenCourses['runDays'] {
  let [least, greatest] = [Infinity, -Infinity];
  for (const value of Array.from(values)) {
    if (!(value > 0)) continue;
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  return least > greatest ? null : { least: Math.round(least), greatest: Math.round(greatest) };
}

/** Of one cohort. */
function figureOf(rows: readonly number[], column: ArrayLike<number>, isAmount: boolean): SeenFigure {
  const sizes: number[] = [];
  let unknown = 0;
  for (const row of rows) {
    const value = column[row]!;
    if (Number.isNaN(value)) unknown++;
    else if (value !== 0) sizes.push(value);
  }
  const zeros = rows.length - unknown - sizes.length;
  return {
    greatest: isAmount && sizes.length >= FEWEST ? short(medianOf(sizes)) : null,
    unknown: short(unknown / rows.length),
    zero: short(zeros / rows.length),
  };
}

const medianOf = (values: readonly number[]): number => Float64Array.from(values).sort()[values.length >> 1]!;

/** Enough for a bar, and short in a file. */
const short = (value: number): number => Number(value.toPrecision(3));

function widest(figures: readonly SeenFigure[]): SeenFigure {
  const greatest = figures.flatMap((figure) => figure.greatest ?? []);
  return {
    greatest: greatest.length === 0 ? null : Math.max(...greatest),
    unknown: Math.max(...figures.map(({ unknown }) => unknown)),
    zero: Math.max(...figures.map(({ zero }) => zero)),
  };
}

/**
 * By horizon, why a cohort is so unlike all that the model has learnt from that nothing may be said; empty = it is like
 * something. Either the calendar is four times shorter or longer than that of any run; or an amount that the model asks
 * for is ten times as large as in any; or figures on which it leans are not there: their share of the line's coefficients, times
 * by how much more learners are without them or at 0 than in any run on days from half to twice as far into the course,
 * less what chance explains, adds up to 15 %. Never said of fewer than 20 learners.
 */
export function unlikeAnySeen(
  model: Judged,
  cohort: Cohort,
): Readonly<Record<Horizon, readonly Unlikeness[]>> {
  const like = { '7': [], '14': [], '28': [], end: [] };
  const { seen, hazard, end } = model;
  if (seen === undefined || seen.days.length === 0 || cohort.features.rows < FEWEST) return like;
  const days = hazard === null ? [] : unlikenessOf(seen, hazard, cohort);
  return {
    '7': days,
    '14': days,
    '28': days,
    end: end === null ? [] : unlikenessOf(seen, end.model, cohort),
  };
}

function unlikenessOf(seen: SeenCourses, { line }: BoostedLine, cohort: Cohort): Unlikeness[] {
  const figures = figuresBeyond(seen, weightsOf(line, seen.featureNames), cohort);
  const missing = figures.reduce((sum, { weight, missing: share }) => sum + weight * share, 0);
  const isSaid = (one: Unlikeness): boolean =>
    one.times >= AMOUNT_TIMES || (missing >= MISSING_WEIGHT && one.missing > 0);
  return [
    ...lengthBeyond(seen, cohort),
    ...figures
      .filter(isSaid)
      .sort((a, b) => b.times - a.times || b.missing * b.weight - a.missing * a.weight)
      .map(({ what, times, missing: share }) => ({ what, times, missing: share })),
  ];
}

function lengthBeyond({ runDays: seen }: SeenCourses, { runDays }: Cohort): Unlikeness[] {
  const own = rangeOf(runDays);
  if (own === null || seen === null) return [];
  const times = Math.max(own.greatest / seen.greatest, seen.least / own.least);
  return times < LENGTH_TIMES ? [] : [{ what: RUN_LENGTH, times, missing: 0 }];
}

function figuresBeyond(
  seen: SeenCourses,
  weights: ReadonlyMap<string, number>,
  { features, day }: Cohort,
): (Unlikeness & { readonly weight: number })[] {
  const rows = Array.from({ length: features.rows }, (_, row) => row);
  const middle = Float64Array.from(day).sort()[features.rows >> 1]!;
  const nearest = [...seen.days].sort((a, b) => Math.abs(a.day - middle) - Math.abs(b.day - middle))[0]!;
  const like = seen.days.filter(({ day: at }) => at >= middle / TEMPO && at <= middle * TEMPO);
  const chance = BAND / Math.sqrt(features.rows);
  return seen.featureNames.flatMap((what, index) => {
    const weight = weights.get(what) ?? 0;
    const column = features.columns[features.names.indexOf(what)];
    if (weight === 0 || column === undefined) return [];
    const own = figureOf(rows, column, seen.amounts.includes(what));
    const usual = widest([nearest, ...like].map(({ figures }) => figures[index]!));
    const missing = Math.max(own.unknown - usual.unknown, own.zero - usual.zero) - chance;
    const times = own.greatest === null || usual.greatest === null ? 1 : own.greatest / usual.greatest;
    return [{ what, weight, times: Math.max(1, times), missing: Math.max(0, missing) }];
  });
}

/** Shares of the line's coefficients, which are of features of equal spread. */
function weightsOf(
  { featureNames, coefficients }: LogisticModel,
  names: readonly string[],
): Map<string, number> {
  const sizes = names.map((name) => Math.abs(coefficients[featureNames.indexOf(name)] ?? 0));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return new Map(names.map((name, i) => [name, sizes[i]! / total]));
}
