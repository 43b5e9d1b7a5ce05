import type { BilingualText, EventKind } from '#libs/contracts';
import type { SilentDays } from './silence/classify-silence.js';

/** What a sentence may speak of besides the feature's own value. */
export type FeatureValues = Readonly<Record<string, number | null>>;

/**
 * A feature, declared once: from this come the SQL, the codebook and the sentence.
 * Values are as of a landmark `asof`: only events of days before it count.
 */
export interface Feature {
  readonly name: string;
  readonly label: BilingualText;
  /** Features that say the same in other words share a family, which is one reason: what they add together. */
  readonly family:
    'recency' | 'regularity' | 'volume' | 'assessment' | 'knowledge' | 'video' | 'people' | 'calendar';
  readonly unit: 'days' | 'count' | 'share' | 'minutes' | 'ratio' | 'points';
  /**
   * Expression over `d` (day rollups before `asof`), `l` (landmark, enrolment and run; its list `due` as `any(l.due)`);
   * Nullable(Float64).
   */
  readonly sql: string;
  /** Days back from the landmark that the figure is counted over; `all` = since the beginning, null = calendar only. */
  readonly window: number | 'all' | null;
  /**
   * 1 = more of it can only raise the chance of leaving, -1 = only lower it: the model is held to that, so that few
   * learners of one course do not teach it the opposite. Left out = the data decide.
   */
  readonly direction?: 1 | -1;
  /** Kinds of events behind the figure; empty = every kind. */
  readonly kinds: readonly EventKind[];
  /**
   * The reason in words, by the side to which it moves the chance; null where it must not be shown, or makes no
   * sense at this value.
   * @param silence at the landmark: its excused days are not in the figures; null = was heard
   */
  readonly sentence?: (
    value: number,
    raises: boolean,
    all: FeatureValues,
    silence: SilentDays | null,
  ) => BilingualText | null;
}
