import type { ClickHouse } from '#libs/clickhouse';
import { addDays, type BilingualText } from '#libs/contracts';
import type { LandmarkTable, RiskModel } from '#libs/models';
import type { ModelStore, ModelTrial, ModelTrialStore, StoredModel } from '#libs/postgres';
import { readLandmarks } from '../read-landmarks.js';
import { registeredRisk } from '../registered-risk.js';
import type { RunFacts } from '../run-facts.query.js';
import { trainingOffsets, type TrainedRisk } from '../train-risk.js';
import type { ChallengeAnswer, ChallengeTask } from './challenge.js';
import { finishedRuns } from './finished-runs.query.js';
import { handOver, type TrialMoment } from './hand-over.js';

/** Who does what takes long: in specs at once, in a server a process that gives way to all others. */
export interface TrainingHand {
  readonly challenge: (task: ChallengeTask) => Promise<ChallengeAnswer>;
  /** Rejects with RangeError where there is nothing to learn from. */
  readonly learn: (table: LandmarkTable, seed: number) => Promise<TrainedRisk>;
}

export interface ChallengeDependencies {
  readonly clickhouse: Pick<ClickHouse, 'query'>;
  readonly models: Pick<ModelStore, 'active' | 'add' | 'promote'>;
  readonly trials: Pick<ModelTrialStore, 'add' | 'list'>;
  readonly hand: TrainingHand;
}

/** Days after the end of a run by which its outcomes are taken to be entered. */
const SETTLED_DAYS = 7;
/** Any will do; the same one gives the same model again. */
const SEED = 1;

/**
 * Where a run has finished that the model in use has not seen: trains a challenger on the runs that had ended before it
 * began, holds it against that model on it, and keeps what came of it. One that is shown to be better is trained again
 * on all finished runs, and takes over by rule or waits for a person, as the tenant wants it.
 * @returns null where there is nothing new to judge by
 */
export async function tryChallenger(
  { clickhouse, models, trials, hand }: ChallengeDependencies,
  moment: TrialMoment,
): Promise<ModelTrial | null> {
  const { id: tenant, now, today } = moment;
  const champion = await models.active(tenant);
  const finished = await clickhouse.query(finishedRuns, { tenant, day: addDays(today, -SETTLED_DAYS) });
  const heldOut = finished.at(-1);
  if (champion === null || heldOut === undefined || champion.trainedOn.includes(heldOut.code)) return null;
  const before = await trials.list(tenant);
  if (before.some((one) => one.champion === champion.version && one.heldOut === heldOut.code)) return null;

  const earlier = finished.filter(({ end }) => end <= heldOut.start);
  const about = {
    at: now,
    champion: champion.version,
    heldOut: heldOut.code,
    trainedOn: earlier.map(({ code }) => code),
  };
  const conclude = async (rest: Omit<ModelTrial, keyof typeof about>): Promise<ModelTrial> => {
    const trial = { ...about, ...rest };
    await trials.add(tenant, trial);
    return trial;
  };
  if (earlier.length === 0) return conclude(keeping(null, noEarlier(heldOut), []));

  const read = (runs: readonly RunFacts[]): Promise<LandmarkTable> =>
    readLandmarks(clickhouse, {
      tenant,
      runs: runs.map(({ code }) => code),
      offsets: trainingOffsets(runs, today),
      today,
    });
  const answer = await hand.challenge({
    training: await read(earlier),
    heldOut: await read([heldOut]),
    champion: champion.model as RiskModel,
    seed: SEED,
  });
  const { challenger, figures, better, reason } = answer;
  const made = { today, seed: SEED, createdAt: now };
  if (challenger !== null)
    await models.add(
      tenant,
      registeredRisk(challenger, { ...made, runs: earlier, note: challengerNote(champion, heldOut) }),
    );
  if (better === null || challenger === null) return conclude(keeping(challenger, reason, figures));

  const successor = await hand.learn(await read(finished), SEED);
  const lost = Object.keys(successor.unlearnt).filter((horizon) => !(horizon in challenger.unlearnt));
  if (lost.length > 0) return conclude(keeping(challenger, unlearntAgain(lost), figures));
  const note = successorNote(challenger, champion, heldOut);
  await models.add(tenant, registeredRisk(successor, { ...made, runs: finished, note }));
  const decision = await handOver(models, moment, successor.version, better);
  return conclude({
    challenger: challenger.version,
    decision,
    successor: successor.version,
    reason,
    figures,
  });
}

const keeping = (
  challenger: TrainedRisk | null,
  reason: BilingualText,
  figures: ChallengeAnswer['figures'],
) => ({
  challenger: challenger?.version ?? null,
  decision: 'kept' as const,
  successor: null,
  reason,
  figures,
});

const noEarlier = ({ code }: RunFacts): BilingualText => ({
  zh: `没有在 ${code} 开课前结束的课程,无法按时间先后比较`,
  en: `too few: no run had ended before ${code} began, so nothing can be judged forward in time`,
});

const challengerNote = ({ version }: StoredModel, { code }: RunFacts): BilingualText => ({
  zh: `挑战者:与 ${version} 在 ${code} 上比较`,
  en: `challenger: held against ${version} on ${code}`,
});

const successorNote = (
  { version }: TrainedRisk,
  champion: StoredModel,
  { code }: RunFacts,
): BilingualText => ({
  zh: `由全部已结束课程训练:挑战者 ${version} 在 ${code} 上胜过 ${champion.version}。那次比较的数字属于挑战者,本模型已学过该课程。`,
  en: `trained on all finished runs, after challenger ${version} had beaten ${champion.version} on ${code}: the figures of that trial are the challenger's, this model has learnt from that run`,
});

const unlearntAgain = (horizons: readonly string[]): BilingualText => ({
  zh: `由全部课程训练后未能学得:${horizons.join('、')}`,
  en: `trained on all runs it has not learnt ${horizons.join(', ')}`,
});
