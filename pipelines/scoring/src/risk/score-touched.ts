import { RolledMessage } from '#libs/contracts';
import { FollowedTraces, type Batch, type BatchHandler, type OnStep } from '#libs/event-bus';
import { estimateMastery, type MasteryDependencies } from '../mastery/estimate-mastery.js';
import { runsOnDay } from './runs.query.js';
import { scoreRuns, type ScoringDependencies } from './score-run.js';
import { createSilencesOf } from './silences.js';
import { createRunTold } from './told-of-run.js';

/**
 * New scores for the learners whose figures have changed. Whatever gathers while a batch is worked on is scored
 * together, so that a burst of events of one learner costs one score.
 */
export function createScoreTouched(
  dependencies: ScoringDependencies & MasteryDependencies & { readonly onStep?: OnStep },
): BatchHandler {
  const told = createRunTold(dependencies.clickhouse);
  const silencesOf = createSilencesOf(dependencies.clickhouse, dependencies.awayOf);
  return async function scoreTouched(batch: Batch): Promise<void> {
    const byTenant = new Map<string, Map<string, Touched>>();
    for (const record of batch.records) {
      const { tenant, run, learnerPid } = RolledMessage.parse(record.value);
      const runs = byTenant.get(tenant) ?? new Map<string, Touched>();
      byTenant.set(tenant, runs);
      const touched = runs.get(run) ?? { learners: new Set(), followed: new FollowedTraces(), scored: [] };
      runs.set(run, touched);
      touched.learners.add(learnerPid);
      touched.followed.add(learnerPid, record.traces);
    }
    for (const [tenant, touched] of byTenant) {
      const day = await dependencies.dayOf(tenant);
      const on = await dependencies.clickhouse.query(runsOnDay, { tenant, day: day.today });
      const runs = on.map(({ run }) => run);
      for (const run of runs) {
        const own = touched.get(run);
        if (own === undefined) continue;
        const one = { tenant, run, learners: [...own.learners], day };
        const silences = new Map([[run, await silencesOf({ ...one, runs }, day)]]);
        const toScore = { ...one, runs: [run], followed: own.followed };
        own.scored = await scoreRuns(dependencies, toScore, silences, told);
        await estimateMastery(dependencies, one);
      }
      if (dependencies.onStep !== undefined)
        for (const own of touched.values()) tell(own, batch, dependencies.onStep);
    }
  };
}

/** What a batch holds of a run. */
interface Touched {
  readonly learners: Set<string>;
  readonly followed: FollowedTraces;
  scored: readonly string[];
}

/** Who got no score: there is no model, the run is not on, or the learner is not enrolled in it. */
function tell({ learners, followed, scored }: Touched, batch: Batch, onStep: OnStep): void {
  const have = new Set(scored);
  for (const learner of learners)
    onStep(have.has(learner) ? 'scored' : 'not scored', followed.of(learner), {
      batch: batch.token,
    });
}
