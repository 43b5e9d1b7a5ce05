import type { BilingualText, NudgeRow } from '#libs/contracts';
import { both } from '../../language/bilingual.js';

export const stateWords: Record<NudgeRow['state'], { readonly sign: string; readonly name: BilingualText }> =
  {
    pending: { sign: '…', name: both('等待发送', 'Waiting') },
    sending: { sign: '→', name: both('正在发送', 'Sending') },
    sent: { sign: '✓', name: both('已发送', 'Sent') },
    suppressed: { sign: '–', name: both('未发送', 'Held back') },
    expired: { sign: '×', name: both('已过期', 'Expired') },
    dead: { sign: '!', name: both('发送失败', 'Could not be sent') },
  };

export const suppressionWords: Record<NonNullable<NudgeRow['suppressed']>, BilingualText> = {
  'no-consent': both('没有同意接收', 'no consent'),
  capped: both('超过每日上限', 'daily cap reached'),
  'goal-reached': both('已经回来学习', 'already studying again'),
  'left-run': both('已不在课程中', 'no longer in the run'),
  'on-duty': both('登记值班或休假', 'on duty or leave'),
  'below-bar': both('可能性已低于门槛', 'chance fell below the bar'),
  abstained: both('资料不足', 'not enough data'),
  holdout: both('对照组,不发送', 'holdout, not sent'),
  expired: both('已过期', 'expired'),
  erased: both('资料已删除', 'data erased'),
  'rule-off': both('规则已停用', 'rule switched off'),
};

export const outcomeWords: Record<NudgeRow['outcomes'][number]['status'], BilingualText> = {
  accepted: both('已接收', 'Accepted'),
  declined: both('被拒收', 'Declined'),
  delivered: both('已送达', 'Delivered'),
  opened: both('已打开', 'Opened'),
  acted: both('已行动', 'Acted'),
  failed: both('失败', 'Failed'),
};

export const words = {
  title: both('提醒', 'Campaigns'),
  question: both('提醒了谁,为什么,后来怎样?', 'Who was reminded, why, and what came of it?'),
  answer: (sent: string, cap: string) =>
    both(`今天已发送 ${sent} 条,每日上限 ${cap} 条`, `${sent} sent today, daily cap ${cap}`),
  holdout: (n: string) => both(`对照组 ${n} 位`, `holdout ${n}`),
  all: both('全部', 'All'),
  state: both('状态', 'State'),
  outcomes: both('结果', 'Outcomes'),
  noOutcome: both('还没有结果', 'no outcome yet'),
  effect: both(
    '送达和打开不等于有效:效果要和对照组比较,约 3 周后才能判断。',
    'Delivered or opened is not an effect: that takes the comparison with the holdout, in about 3 weeks.',
  ),
  treated: both('提醒组', 'treated'),
  holdoutArm: both('对照组', 'holdout'),
  why: both('为什么', 'Why'),
  rule: both('规则', 'Rule'),
  arm: both('组别', 'Arm'),
  window: both('发送时段', 'May go'),
  between: (from: string, to: string) => both(`${from} 至 ${to}`, `${from} to ${to}`),
  attempts: both('发送记录', 'Attempts'),
  noAttempt: both('还没有发送过', 'none yet'),
  chance: both('当时的可能性', 'Chance at the time'),
  none: both('还没有提醒', 'No reminder yet'),
  noneText: both(
    '规则第一次选中学员后,这里会逐条列出。',
    'Each reminder is listed here once a rule first picks a learner.',
  ),
  noneOf: both('没有这种状态的提醒', 'No reminder in this state'),
  more: both('再显示一些', 'Show more'),
};
