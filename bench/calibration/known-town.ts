import { createFeatureMatrix, SeededRandom, type LandmarkOutcome, type LandmarkTable } from '#libs/models';
import { dailyHazard, type HazardCovariates } from '#libs/simulator';

/** Learners whose true chances are known, by the hazard of the simulated province. */
export interface TownOptions {
  readonly seed: number;
  readonly runs: number;
  readonly learnersPerRun: number;
  /** Standard deviation of what a run adds to the log of everybody's hazard: how far later runs are unlike earlier ones. */
  readonly runSpread: number;
  /** Futures that are drawn for each true chance; 0 = truth is not needed. */
  readonly futures: number;
}

export type TrueHorizon = '7' | '14' | '28' | 'end';
export interface Town {
  readonly table: LandmarkTable;
  /** P(leaves within the horizon | all that was drawn for the learner so far), a row each. */
  readonly truth: Readonly<Record<TrueHorizon, Float64Array>>;
}

const WEEKS = 12;
const WEEK_DAYS = 7;
/** Columns that the model is given; engagement and frailty it is not. */
// prettier-ignore
const names = [
  'elapsed_weeks', 'idle_days', 'failures', 'waiting_questions', 'overdue', 'difficulty',
  'isolated', 'came_lately', 'workload', 'active_share',
] as const;

/** Covariates hold for a week; then the next ones are drawn from them. */
interface State extends HazardCovariates {
  readonly week: number;
  readonly activeWeeks: number;
}

export function createTown({ seed, runs, learnersPerRun, runSpread, futures }: TownOptions): Town {
  const random = new SeededRandom(seed);
  const columns = names.map((): number[] => []);
  const rows: LandmarkOutcome[] = [];
  const truth: Record<TrueHorizon, number[]> = { '7': [], '14': [], '28': [], end: [] };
  for (let run = 0; run < runs; run++) {
    const shift = runSpread * random.normal();
    for (let learner = 0; learner < learnersPerRun; learner++) {
      const states = [firstState(random, shift)];
      let gone: number | null = null;
      while (gone === null && states.length < WEEKS) {
        gone = departureDay(random, states.at(-1)!);
        if (gone === null) states.push(nextState(random, states.at(-1)!));
      }
      gone ??= departureDay(random, states.at(-1)!);
      for (const state of states.slice(1)) {
        const landmarkDay = state.week * WEEK_DAYS;
        featuresOf(state).forEach((value, feature) => columns[feature]!.push(value));
        rows.push({
          group: `run-${String(seed)}-${String(run)}`,
          learner: `${String(run)}-${String(learner)}`,
          landmarkDay,
          leftAfterDays: gone === null ? null : gone - landmarkDay,
          observedDays: WEEKS * WEEK_DAYS - landmarkDay,
          completed: gone === null,
        });
        const chances = futures === 0 ? null : trueChances(random, state, futures);
        for (const horizon of ['7', '14', '28', 'end'] as const)
          truth[horizon].push(chances?.[horizon] ?? NaN);
      }
    }
  }
  return {
    table: {
      features: createFeatureMatrix(
        names,
        columns.map((column) => Float64Array.from(column)),
      ),
      rows,
    },
    truth: {
      '7': Float64Array.from(truth['7']),
      '14': Float64Array.from(truth['14']),
      '28': Float64Array.from(truth['28']),
      end: Float64Array.from(truth.end),
    },
  };
}

/** Of the town's own learners: so that a week's chances of leaving come near those of the province. */
const HARSHNESS = 0.7;

function firstState(random: SeededRandom, shift: number): State {
  return {
    week: 0,
    activeWeeks: 0,
    idleDays: 0,
    failures: 0,
    waitingQuestions: 0,
    overdue: 0,
    difficulty: 0.3,
    isolated: false,
    cameLately: false,
    workload: random.uniform(),
    engagement: random.normal() * 0.7,
    frailty: HARSHNESS + shift + 0.5 * random.normal(),
  };
}

function nextState(random: SeededRandom, before: State): State {
  const active = random.uniform() < 1 / (1 + Math.exp(-(1 + before.engagement - 0.8 * before.workload)));
  return {
    ...before,
    week: before.week + 1,
    activeWeeks: before.activeWeeks + Number(active),
    idleDays: active ? random.integer(5) : Math.min(before.idleDays + WEEK_DAYS, 21),
    failures: 0.7 * before.failures + Number(active && random.bernoulli(0.2)),
    waitingQuestions: Number(random.bernoulli(0.1)),
    overdue: active ? Math.max(0, before.overdue - 1) : before.overdue + Number(random.bernoulli(0.5)),
    difficulty: ((before.week * 5) % 7) / 7,
    isolated: random.bernoulli(0.3),
    cameLately: random.bernoulli(0.25),
  };
}

const featuresOf = (state: State): number[] => [
  state.week,
  state.idleDays,
  state.failures,
  state.waitingQuestions,
  state.overdue,
  state.difficulty,
  Number(state.isolated),
  Number(state.cameLately),
  state.workload,
  state.activeWeeks / state.week,
];

/** Day of the run on which the learner leaves within the week of the state; null = stays in. */
function departureDay(random: SeededRandom, state: State): number | null {
  const hazard = dailyHazard(state);
  for (let day = 0; day < WEEK_DAYS; day++) if (random.bernoulli(hazard)) return state.week * WEEK_DAYS + day;
  return null;
}

/** Mean over drawn futures of the product of the weekly chances of staying: no departure is drawn, so little noise. */
function trueChances(random: SeededRandom, state: State, futures: number): Record<TrueHorizon, number> {
  const stays = new Float64Array(WEEKS + 1);
  for (let future = 0; future < futures; future++) {
    let at = state;
    let stay = 1;
    for (let ahead = 1; ahead <= Math.max(4, WEEKS - state.week); ahead++) {
      stay *= (1 - dailyHazard(at)) ** WEEK_DAYS;
      stays[ahead]! += stay / futures;
      at = nextState(random, at);
    }
  }
  return {
    '7': 1 - stays[1]!,
    '14': 1 - stays[2]!,
    '28': 1 - stays[4]!,
    end: 1 - stays[WEEKS - state.week]!,
  };
}
