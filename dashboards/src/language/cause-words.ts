import type { BilingualText, stopCauses } from '#libs/contracts';
import { both } from './bilingual.js';

export type StopCause = (typeof stopCauses)[number];

export const causeWords: Record<StopCause, BilingualText> = {
  no_time: both('没有时间', 'No time'),
  network: both('网络不好', 'Network'),
  too_hard: both('内容太难', 'Too hard'),
  unanswered: both('问题没人答', 'Questions unanswered'),
  health: both('身体或家庭', 'Health or family'),
  left_post: both('离开岗位', 'Left the post'),
  other: both('其他', 'Other'),
  none: both('没有困难', 'No difficulty'),
};

/** What the place can do: many causes are not personal. */
export const causeActions: Partial<Record<StopCause, BilingualText>> = {
  no_time: both('与卫生院商定每周学习时间', 'Agree a weekly study hour with the health centre'),
  network: both('开放离线包,在卫生院设同步点', 'Offer offline packs and a place to sync'),
  too_hard: both('安排一次面授答疑', 'Hold a face-to-face help session'),
  unanswered: both('请教师在两天内回复', 'Ask teachers to reply within two days'),
  health: both('允许顺延,不计入静默', 'Let them pause without counting as silent'),
  left_post: both('核对在岗名单', 'Check who is still in post'),
};

const isCause = (cause: string): cause is StopCause => cause in causeWords;
export const causeWord = (cause: string): BilingualText =>
  isCause(cause) ? causeWords[cause] : both('未知', 'Unknown');
export const causeAction = (cause: string): BilingualText | null =>
  isCause(cause) ? (causeActions[cause] ?? null) : null;
