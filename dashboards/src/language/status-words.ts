import type { BilingualText, EnrolmentStatus } from '#libs/contracts';
import { both } from './bilingual.js';

const words: Record<EnrolmentStatus, BilingualText> = {
  registered: both('已报名', 'Enrolled'),
  started: both('学习中', 'Learning'),
  completed: both('已完成', 'Completed'),
  failed: both('未通过', 'Not passed'),
  withdrew: both('已退出', 'Withdrew'),
  silent: both('已中断', 'Stopped'),
  transferred: both('已转出', 'Transferred'),
};

/** A status in words; one that is newer than these pages, as it stands. */
export const statusWord = (status: string): BilingualText =>
  status in words ? words[status as EnrolmentStatus] : both(status, status);
