/** Whom it is for, and what they do. */
export interface SizingCase {
  readonly name: string;
  readonly learners: number;
  /** Share of the learners that does something on a usual day. */
  readonly activeShare: number;
  /** Statements of one of them on such a day. */
  readonly statementsPerActiveDay: number;
  /** The busiest hour of the year, an exam or a campaign: who comes in it, and what each sends. */
  readonly peak: { readonly share: number; readonly statements: number; readonly hour: number };
  /** Share of the learners in a run that is on: they are scored every day. */
  readonly enrolledShare: number;
  /** Statements in a request, on average. */
  readonly perRequest: number;
  readonly years: number;
}

/** Weights of the hours of a usual day: noon and evening, as clinic hours leave them. Twenty-four, with sum 1. */
const dayCurve: readonly number[] = normalised([
  1, 0.5, 0.3, 0.2, 0.2, 0.5, 1.5, 3, 4, 4, 4, 4.5, 7, 7, 4, 4, 4, 4.5, 6, 8, 10, 9.5, 6, 3,
]);

export const sizingCases: readonly SizingCase[] = [
  {
    name: 'a province',
    learners: 100_000,
    activeShare: 0.25,
    statementsPerActiveDay: 20,
    peak: { share: 0.3, statements: 60, hour: 20 },
    enrolledShare: 0.6,
    perRequest: 5,
    years: 5,
  },
  {
    name: 'China’s village doctors',
    learners: 1_100_000,
    activeShare: 0.25,
    statementsPerActiveDay: 20,
    peak: { share: 0.3, statements: 60, hour: 20 },
    enrolledShare: 0.6,
    perRequest: 5,
    years: 5,
  },
  {
    name: 'a national MOOC',
    learners: 100_000_000,
    activeShare: 0.03,
    statementsPerActiveDay: 60,
    peak: { share: 0.02, statements: 60, hour: 20 },
    enrolledShare: 0.1,
    perRequest: 5,
    years: 3,
  },
];

/** Statements of a minute, on average: the day's curve, and on the first day the busiest hour on top. */
export function arrivalsAt(given: SizingCase, minute: number): number {
  const hour = Math.floor(minute / 60);
  const usual =
    (given.learners * given.activeShare * given.statementsPerActiveDay * dayCurve[hour % 24]!) / 60;
  const exam =
    hour === given.peak.hour ? (given.learners * given.peak.share * given.peak.statements) / 60 : 0;
  return usual + exam;
}

function normalised(weights: readonly number[]): readonly number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}
