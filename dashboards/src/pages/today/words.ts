import { both, plural } from '../../language/bilingual.js';

export const words = {
  title: both('今天', 'Today'),
  question: both('今天该给谁打电话,为什么?', 'Whom do I call today, and why?'),
  call: (n: number) =>
    both(`今天请联系 ${n.toString()} 位`, `Call ${n.toString()} ${plural(n, 'person', 'people')} today`),
  followUps: (n: number) =>
    both(
      `其中 ${n.toString()} 位是约定的回访`,
      `${n.toString()} promised ${plural(n, 'follow-up', 'follow-ups')}`,
    ),
  done: (done: number, of: number) =>
    both(`已完成 ${done.toString()}/${of.toString()}`, `done ${done.toString()}/${of.toString()}`),
  allDone: (of: number) =>
    both(
      `${of.toString()}/${of.toString()},今天完成。`,
      `${of.toString()} of ${of.toString()}: done for today.`,
    ),
  order: both(
    '排序:先是约定的回访,再按可能性从高到低排列能联系上的学员。',
    'Order: promised follow-ups first, then reachable people by chance.',
  ),
  end: (n: number) =>
    both(`共 ${n.toString()} 位,到此为止。`, `${n.toString()} of ${n.toString()}. That is all.`),
  empty: both('今天没有需要联系的人', 'Nobody needs a call today'),
  emptyNext: both(
    '有新的信号或约定的回访到期时,会自动出现在这里。',
    'New signs and follow-ups that fall due appear here by themselves.',
  ),
  emptyStep: both('看全部学员', 'See all learners'),
  week: (n: number) => both(`第 ${n.toString()} 周`, `week ${n.toString()}`),
  synced: (at: string) => both(`${at}同步`, `synced ${at}`),
  neverSynced: both('从未同步', 'never synced'),
  changed: {
    new: both('新进入', 'NEW'),
    up: both('升高', 'UP'),
    down: both('降低', 'DOWN'),
    'follow-up': both('回访', 'FOLLOW-UP'),
  },
  trend: both('近 8 周', '8 weeks'),
  doneButton: both('记录结果', 'Done'),
  notToday: both('今天不联系', 'Not today'),
  more: both('备注与分工', 'Notes, assignment'),
  less: both('收起', 'Less'),
  undo: both('撤销', 'Undo'),
  undone: both('已撤销', 'Undone'),
  recorded: (who: string) => both(`${who}:已记录`, `${who}: recorded`),
  setAsideToday: (who: string) => both(`${who}:今天不联系`, `${who}: not today`),
  failed: (detail: string, id: string) =>
    both(`没有保存:${detail} 错误编号 ${id}`, `Not saved: ${detail} Error id ${id}`),
};
