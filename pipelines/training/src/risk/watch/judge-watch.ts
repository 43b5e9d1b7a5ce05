import type { ModelWatch } from '#libs/contracts';
import { standingSince, weekCalibration } from '#libs/models';
import { auditFairness } from './fairness.js';
import { figuresHere, reliabilityHere, type Known } from './figures-here.js';
import { compareWeek, inputsOf, steadiness } from './input-drift.js';
import { alarmsOf } from './sentences.js';
import type { WatchTask } from './watch-task.js';

/**
 * How a model fares on the tenant's own learners: whether what it sees and says still lies as among those it learnt
 * from, whether its chances held where the outcome is known by now, and for whom. Counts alone come out of it, small ones
 * hidden.
 */
export function judgeWatch(task: WatchTask): ModelWatch {
  const { today, horizon, weeks, reference, said, watched, first, people, previous, seed } = task;
  const known = watched.filter((one): one is Known => one.label !== null);
  const outcomes = outcomesOf(weeks, known, previous);
  const compared = reference && said.map((week) => compareWeek(reference, week));
  const inputs = compared && inputsOf(compared, previous);
  const scores =
    compared &&
    steadiness(
      compared.map((week) => week.scores),
      previous?.scores?.since ?? null,
    );
  return {
    watchedOn: today,
    horizon,
    weeks: [...weeks],
    inputs,
    scores,
    outcomes,
    reliability: reliabilityHere(known),
    figures: figuresHere(watched, known, seed),
    fairness: auditFairness(first, (run, learner) => people.get(run)?.get(learner), seed),
    alarms: alarmsOf(
      task.inputsDiffer ? { inputs: null, scores: null, outcomes } : { inputs, scores, outcomes },
    ),
  };
}

function outcomesOf(
  weeks: readonly string[],
  known: readonly Known[],
  previous: ModelWatch | null,
): ModelWatch['outcomes'] {
  const judged = weeks.map((week) => {
    const own = known.filter((one) => one.week === week);
    return {
      week,
      ...weekCalibration(
        own.map(({ chance }) => chance),
        own.map(({ label }) => label),
      ),
    };
  });
  const since = (verdict: 'above' | 'below'): string | null =>
    standingSince(
      judged.map((one) => ({ week: one.week, told: one.verdict === 'few' ? null : one.verdict })),
      (told) => told === verdict,
      previous?.outcomes.since ?? null,
    );
  return { weeks: judged, since: since('above') ?? since('below') };
}
