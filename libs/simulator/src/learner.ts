import type { Township, Village } from './geography.js';
import { inventName, inventPhone } from './names.js';
import { Random } from './random.js';

export const homePage = 'https://lms.yunling.example';

/** A simulated rural doctor. Name and phone are invented; everything below `consent` is hidden truth. */
export interface Learner {
  readonly index: number;
  /** Name of the account at `homePage`. */
  readonly account: string;
  readonly name: string;
  readonly phone: string;
  readonly village: Village;
  readonly remoteness: number;
  readonly attributes: Readonly<Record<string, string>>;
  readonly consent: boolean;
  readonly actor: LearnerActor;

  /** Uses the app, which also works offline; the others use the web site, which does not. */
  readonly app: boolean;
  /** The device sends what it has once a night only. */
  readonly syncsNightly: boolean;
  /** Studies in the evening rather than at noon. */
  readonly evening: boolean;
  /** Clinic by weekday, Monday first. */
  readonly clinicDays: readonly boolean[];
  readonly workload: number;
  /** Mean of the latent engagement at the start. */
  readonly engagement: number;
  /** How much of it fades a day. */
  readonly fading: number;
  readonly frailty: number;
  /** Answers by rapid guessing. */
  readonly guesser: boolean;
  /** Jumps to the end of videos. */
  readonly skipper: boolean;
  /** What a nudge adds to the log-odds of studying on each of the three days after it: 0 for those it does not move. */
  readonly nudgeLift: number;
}

interface LearnerActor {
  readonly objectType: 'Agent';
  readonly name: string;
  readonly account: { readonly homePage: string; readonly name: string };
}

const nudgeLifts = [0, 0.6, 1.6] as const;
const ageBands = ['20-29', '30-39', '40-49', '50-59', '60+'] as const;
const education = ['中专', '大专', '本科'] as const;

export function createLearner(
  seed: number,
  index: number,
  villages: readonly Village[],
  townships: ReadonlyMap<string, Township>,
): Learner {
  const random = new Random(seed, 'learner', index);
  const village = random.pick(villages);
  const remoteness = townships.get(village.township)?.remoteness ?? 0;
  const account = `rd-${String(index + 1).padStart(6, '0')}`;
  const name = inventName(random);
  const clinic = random.between(0.2, 0.8);
  const clinicDays = Array.from({ length: 7 }, () => random.chance(clinic));
  const engagement = random.normal(-0.25 * remoteness, 0.7);
  return {
    index,
    account,
    name,
    phone: inventPhone(index + 1),
    village,
    remoteness,
    attributes: {
      sex: random.chance(0.42) ? 'F' : 'M',
      age: random.pick(ageBands),
      education: random.pick(education),
    },
    consent: random.chance(0.88),
    actor: { objectType: 'Agent', name, account: { homePage, name: account } },
    app: random.chance(0.7),
    syncsNightly: random.chance(0.1 + 0.1 * remoteness),
    evening: random.chance(0.65),
    clinicDays,
    workload: clinicDays.filter(Boolean).length / 7,
    engagement,
    fading: random.exponential(0.005),
    frailty: random.normal(0, 0.3),
    guesser: random.chance(engagement < -0.3 ? 0.14 : 0.05),
    skipper: random.chance(0.12),
    nudgeLift: nudgeLifts[random.chance(0.4) ? 0 : random.chance(0.5) ? 1 : 2],
  };
}
