import type { BilingualText, EventKind } from '#libs/contracts';

export interface CountedEvents {
  readonly events: number;
  readonly learners: number;
  readonly days: number;
}

const kindWords: Readonly<Record<EventKind, BilingualText>> = {
  registered: { zh: '报名', en: 'registrations' },
  withdrew: { zh: '退出', en: 'withdrawals' },
  launched: { zh: '打开', en: 'launches' },
  viewed: { zh: '浏览', en: 'views' },
  interacted: { zh: '操作', en: 'clicks and other use' },
  video: { zh: '视频', en: 'video actions' },
  answered: { zh: '答题', en: 'answers' },
  submitted: { zh: '提交', en: 'submissions' },
  graded: { zh: '评分', en: 'gradings' },
  passed: { zh: '通过', en: 'passes' },
  failed: { zh: '未通过', en: 'fails' },
  completed: { zh: '完成', en: 'completions' },
  asked: { zh: '提问', en: 'questions' },
  replied: { zh: '回复', en: 'replies' },
  attended: { zh: '到场', en: 'attendances' },
  absent: { zh: '缺席', en: 'absences' },
  skill_checked: { zh: '实操考核', en: 'hands-on checks' },
  left: { zh: '离开', en: 'exits' },
  voided: { zh: '作废', en: 'voidings' },
  other: { zh: '其他', en: 'other events' },
};

/**
 * How the number on the page was counted, in words. Says people and days too: the page's number may be one of those
 * (active days, learners who started a module).
 */
export function eventRule(
  kinds: readonly EventKind[],
  { events, learners, days }: CountedEvents,
): BilingualText {
  const zh = kinds.length === 0 ? '各类学习' : kinds.map((kind) => kindWords[kind].zh).join('、');
  const en = kinds.length === 0 ? 'events of every kind' : kinds.map((kind) => kindWords[kind].en).join(', ');
  return {
    zh: `${zh}记录共 ${whole(events)} 条，来自 ${whole(learners)} 位学员，分布在 ${whole(days)} 天。按发生的日子（而非到达的日子）计；同一条记录重复到达只计一次，作废操作及被作废的记录不计。`,
    en: `Counted: ${en}, ${whole(events)} in all, of ${plural(learners, 'learner')} on ${plural(days, 'day')}. By the day on which they happened, not on which they arrived; a record that arrives twice counts once; acts of voiding are left out, and what they void.`,
  };
}

const whole = (n: number): string => n.toLocaleString('en');
const plural = (n: number, one: string): string => `${whole(n)} ${n === 1 ? one : `${one}s`}`;
