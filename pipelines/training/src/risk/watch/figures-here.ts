import type { ModelWatch } from '#libs/contracts';
import {
  calibrationErrorByChance,
  figuresOf,
  nestedResamples,
  percentileInterval,
  rankOutcomes,
  summariseLeadTime,
} from '#libs/models';
import { reliabilityOf } from '../reliability-of.js';
import { groupBy } from './group-by.js';

/** What was said of a learner in a week, and what came of it. */
export interface Watched {
  readonly week: string;
  readonly run: string;
  readonly learner: string;
  /** Of the learner's own clock. */
  readonly day: number;
  readonly chance: number;
  /** The 7-day rule would have listed them. */
  readonly byRule: boolean;
  /** null = not known yet. */
  readonly label: 0 | 1 | null;
  readonly leftAfterDays: number | null;
}
export type Known = Watched & { readonly label: 0 | 1 };

/** Of either outcome at least, for figures over all weeks. */
const LEAST_OF_EACH = 20;
/** Rows that intervals are drawn from at most: they are narrow by then, and the process has other work. */
const MOST_ROWS = 5000;
const REPLICATES = 200;
const HIGHEST = 0.1;
/** Who left at least, for a lead time. */
const LEAST_LEADS = 10;

type Figures = NonNullable<ModelWatch['figures']>;

/** How chances did over all weeks whose outcomes are known; null where too few left, or too few stayed. */
export function figuresHere(rows: readonly Watched[], known: readonly Known[], seed: number): Figures | null {
  const left = known.filter(({ label }) => label === 1).length;
  if (Math.min(left, known.length - left) < LEAST_OF_EACH) return null;
  const step = Math.ceil(known.length / MOST_ROWS);
  const drawn = known.filter((_, index) => index % step === 0);
  const labels = drawn.map(({ label }) => label);
  const chances = drawn.map(({ chance }) => chance);
  const ranked = rankOutcomes(labels, chances);
  const volume = Math.max(drawn.filter(({ byRule }) => byRule).length, 1) / drawn.length;
  const numbers = (weights?: Float64Array): { auc: number; listed: number; byRule: number } => {
    const { auc, lists } = figuresOf(ranked, [volume], weights);
    return { auc, listed: lists[0]!.recall, byRule: recallByRule(drawn, weights) };
  };
  const whole = numbers();
  const resampled = Array.from(nestedResamples(drawn, { seed, replicates: REPLICATES }), numbers);
  return {
    learners: countPeople(known),
    left: countPeople(known.filter(({ label }) => label === 1)),
    auc: { value: whole.auc, ...percentileInterval(resampled.map(({ auc }) => auc)) },
    calibrationError: figuresOf(ranked, []).calibrationError,
    calibrationErrorByChance: calibrationErrorByChance(chances, { seed }).upper,
    listed: { value: whole.listed, ...percentileInterval(resampled.map(({ listed }) => listed)) },
    listedByRule: whole.byRule,
    beyondRule: {
      value: whole.listed - whole.byRule,
      ...percentileInterval(resampled.map(({ listed, byRule }) => listed - byRule)),
    },
    leadDays: leadDays(rows),
  };
}

export const reliabilityHere = (known: readonly Known[]): ModelWatch['reliability'] =>
  reliabilityOf(
    known.map(({ label }) => label),
    known.map(({ chance }) => chance),
    countPeople(known),
  );

const personOf = ({ run, learner }: Watched): string => JSON.stringify([run, learner]);
const countPeople = (rows: readonly Watched[]): number => new Set(rows.map(personOf)).size;

function recallByRule(rows: readonly Known[], weights?: Float64Array): number {
  let [left, listed] = [0, 0];
  rows.forEach(({ label, byRule }, row) => {
    const weight = weights?.[row] ?? 1;
    left += weight * label;
    if (byRule) listed += weight * label;
  });
  return listed / left;
}

/** Median days between two listings in a row (the highest tenth of the week) and the departure. */
function leadDays(rows: readonly Watched[]): number | null {
  const bars = new Map<string, number>();
  for (const [week, own] of groupBy(rows, (row) => row.week)) {
    const chances = own.map(({ chance }) => chance).sort((a, b) => b - a);
    bars.set(week, chances[Math.max(1, Math.round(HIGHEST * chances.length)) - 1]!);
  }
  const departures = [...groupBy(rows, personOf).values()].flatMap((own) => {
    const last = own.findLast(({ leftAfterDays }) => leftAfterDays !== null);
    if (last?.leftAfterDays == null) return [];
    const landmarks = own.map(({ day, week, chance }) => ({ day, alerted: chance >= bars.get(week)! }));
    return [{ departureDay: last.day + last.leftAfterDays, landmarks }];
  });
  const { alerted, medianDays } = summariseLeadTime(departures);
  return alerted < LEAST_LEADS ? null : medianDays;
}
