import type { BilingualText, EventKind } from '#libs/contracts';
import { both } from './bilingual.js';

export const eventKindWords: Record<EventKind, BilingualText> = {
  registered: both('报名', 'Enrolled'),
  withdrew: both('退出', 'Withdrew'),
  launched: both('打开课程', 'Opened'),
  viewed: both('浏览', 'Viewed'),
  interacted: both('操作', 'Interacted'),
  video: both('观看视频', 'Video'),
  answered: both('答题', 'Answered'),
  submitted: both('提交', 'Submitted'),
  graded: both('得到评分', 'Graded'),
  passed: both('通过', 'Passed'),
  failed: both('未通过', 'Not passed'),
  completed: both('完成', 'Completed'),
  asked: both('提问', 'Asked'),
  replied: both('回复', 'Replied'),
  attended: both('参加面授', 'Attended'),
  absent: both('未到面授', 'Absent'),
  skill_checked: both('实操考核', 'Skill check'),
  left: both('离开', 'Left'),
  voided: both('撤销记录', 'Voided'),
  other: both('其他', 'Other'),
};
