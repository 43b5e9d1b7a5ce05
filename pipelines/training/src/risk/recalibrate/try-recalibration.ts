import type { ClickHouse } from '#libs/clickhouse';
import { addDays, type BilingualText, type ModelWatch } from '#libs/contracts';
import type { LandmarkTable } from '#libs/models';
import type { ModelStore, ModelTrial, ModelTrialStore, StoredModel } from '#libs/postgres';
import { FEWEST_OF_EITHER } from '../challenge/compare-models.js';
import { handOver, type TrialMoment } from '../challenge/hand-over.js';
import { knownOutcomes } from '../challenge/held-out.js';
import { readLandmarks } from '../read-landmarks.js';
import type { RunFacts } from '../run-facts.query.js';
import { trainingOffsets } from '../train-risk.js';
import { watchedHorizon, type WatchedModel } from '../watch/reference-of.js';
import { runsScored } from '../watch/scored.query.js';
import type { Recalibrated, RecalibrationAnswer, RecalibrationTask } from './recalibrate.js';

/** Who does what takes long: in specs at once, in a server a process that gives way to all others. */
export interface RecalibratingHand {
  readonly recalibrate: (task: RecalibrationTask) => Promise<RecalibrationAnswer>;
}

export interface RecalibrationDependencies {
  readonly clickhouse: Pick<ClickHouse, 'query'>;
  readonly models: Pick<ModelStore, 'active' | 'add' | 'promote'>;
  readonly trials: Pick<ModelTrialStore, 'add'>;
  readonly hand: RecalibratingHand;
}

/** Days of landmarks that a recalibration is judged on: two a learner. Of fewer, half as many departures are not shown. */
const JUDGED_DAYS = 14;
/** Any will do; the same one gives the same intervals again. */
const SEED = 1;

/**
 * Where what came of the learners has not been what the model in use says, for weeks in a row: sets its chances right on
 * the runs that it scores, as known some weeks ago, and holds that against the model on what came since. Where it is
 * shown to be better, all that is known sets it right, and that takes over by rule or waits for a person.
 * @param watched how the model was found to fare
 * @returns null where nothing is off, or too little is known yet to tell
 */
export async function tryRecalibration(
  { clickhouse, models, trials, hand }: RecalibrationDependencies,
  moment: TrialMoment,
  { version, watch }: { readonly version: string; readonly watch: Pick<ModelWatch, 'outcomes' | 'weeks'> },
): Promise<ModelTrial | null> {
  const { id: tenant, now, today } = moment;
  const champion = await models.active(tenant);
  const { since } = watch.outcomes;
  if (since === null || champion?.version !== version) return null;
  const model = champion.model as WatchedModel;
  const horizon = watchedHorizon(model);
  // whether somebody completes is not known of those who are still in
  if (horizon === 'end') return null;
  const scored = await clickhouse.query(runsScored, {
    tenant,
    model: version,
    since: watch.weeks[0] ?? since,
  });
  const runs = scored.filter(({ code }) => !champion.trainedOn.includes(code));
  if (runs.length === 0) return null;

  const day = addDays(today, -(Number(horizon) + settlingDays(runs) + JUDGED_DAYS));
  const codes = runs.map(({ code }) => code);
  const read = (from: string, known: string): Promise<LandmarkTable> =>
    readLandmarks(clickhouse, {
      tenant,
      runs: codes,
      offsets: trainingOffsets(runs, today),
      from,
      today: known,
    });
  const [before, after] = [await read(since, day), await read(day, today)];
  const isEnough = [before, after].every((table) => {
    const { positives, negatives } = knownOutcomes(table, horizon);
    return Math.min(positives, negatives) >= FEWEST_OF_EITHER;
  });
  if (!isEnough) return null;

  const whole = await read(since, today);
  const answer = await hand.recalibrate({ champion: model, version, before, after, whole, seed: SEED });
  const { challenger, successor, figures, better, reason } = answer;
  const keep = async ({ version: own, model: fresh }: Recalibrated, known: string, note: BilingualText) => {
    const parameters = { ...champion.parameters, recalibrated: { from: version, on: codes, since, known } };
    const about = {
      version: own,
      origin: 'recalibrated',
      createdAt: now,
      dataTo: known,
      parameters,
      note,
    } as const;
    await models.add(tenant, { ...champion, ...about, model: fresh });
  };
  await keep(challenger, day, challengerNote(champion, codes, since, day));
  const about = {
    at: now,
    champion: version,
    heldOut: `${codes.join(', ')} ${day} – ${today}`,
    trainedOn: codes,
  };
  const conclude = async (rest: Pick<ModelTrial, 'decision' | 'successor'>): Promise<ModelTrial> => {
    const trial = { ...about, challenger: challenger.version, reason, figures, ...rest };
    await trials.add(tenant, trial);
    return trial;
  };
  if (better === null) return conclude({ decision: 'kept', successor: null });
  await keep(successor, today, successorNote(challenger, champion, codes, since));
  const decision = await handOver(models, moment, successor.version, better);
  return conclude({ decision, successor: successor.version });
}

/** Silence is known for leaving only when it has lasted; see `outcomeAt`. */
const settlingDays = (runs: readonly RunFacts[]): number =>
  Math.max(0, ...runs.map(({ silent, silentDays }) => (silent ? silentDays : 0)));

const challengerNote = (
  { version }: StoredModel,
  codes: readonly string[],
  since: string,
  day: string,
): BilingualText => ({
  zh: `按 ${codes.join('、')} 自 ${since} 起、截至 ${day} 已知的结果,重新校准 ${version};排序不变。`,
  en: `${version}, its chances set right on what was known by ${day} of ${codes.join(', ')} since ${since}; the order of learners is its own`,
});

const successorNote = (
  { version }: Recalibrated,
  champion: StoredModel,
  codes: readonly string[],
  since: string,
): BilingualText => ({
  zh: `按 ${codes.join('、')} 自 ${since} 起的结果重新校准 ${champion.version};排序不变,“未完成课程”的可能性不变。所列比较的数字属于 ${version},它只用了其中较早的结果。`,
  en: `${champion.version}, its chances set right on what came of ${codes.join(', ')} since ${since}; the order of learners is its own, and so is the chance of not completing. The figures of the trial are those of ${version}, which knew the earlier part of it alone`,
});
