import type { LandmarkTable } from '#libs/models';
import type { ChallengeTask, RecalibrationTask, WatchTask } from '#pipelines/training';

/** What a training process is asked, once; tables go over as structured clones. */
export type TrainingQuestion =
  | { readonly kind: 'challenge'; readonly task: ChallengeTask }
  | { readonly kind: 'learn'; readonly table: LandmarkTable; readonly seed: number }
  | { readonly kind: 'watch'; readonly task: WatchTask }
  | { readonly kind: 'recalibrate'; readonly task: RecalibrationTask };

/** Its one answer: what was asked for, or why there is none. */
export type TrainingReply =
  | { readonly answer: unknown }
  /** `nothing-to-learn`: the data are too few, said in a sentence; `failed`: with the stack. */
  | { readonly problem: 'nothing-to-learn' | 'failed'; readonly message: string };
