import type { Abstention, BilingualText, Chance, dutyKinds, Silence } from '#libs/contracts';
import type * as z from 'zod';
import { chanceText } from '../risk/chance-text.js';

export interface LearnerSituation {
  readonly erased: boolean;
  readonly status: string;
  /** null = is heard, or was never scored. */
  readonly silence: Silence | null;
  /** By the roster, on the tenant's today; `to` is the last day. null = is there. */
  readonly away: { readonly kind: (typeof dutyKinds)[number]; readonly to: string } | null;
  readonly chance: Chance | null;
  readonly abstention: z.infer<typeof Abstention> | null;
}

const ended: Readonly<Record<string, BilingualText>> = {
  completed: { zh: '已完成本课程。', en: 'Has completed the course.' },
  failed: { zh: '课程已结束，未通过。', en: 'The course has ended; it was not passed.' },
  withdrew: { zh: '已退出本课程。', en: 'Has left the course.' },
  silent: {
    zh: '长时间没有学习记录，按课程规则记为中断。',
    en: 'Silent for so long that the course counts it as stopped.',
  },
  transferred: { zh: '已转到另一期课程。', en: 'Has moved to another run.' },
};

/** First line of the journey: what happened, and what it may mean. */
export function learnerSentence(situation: LearnerSituation): BilingualText {
  const { erased, status, silence, away, chance, abstention } = situation;
  if (erased) return { zh: '该学员资料已删除。', en: 'The data of this learner has been erased.' };
  const end = ended[status];
  if (end !== undefined) return end;
  const estimate = chance === null ? abstention?.text : chanceText(chance);
  const parts = [
    ...[away && awayText(away), silence && silenceText(silence, away !== null)].filter(
      (text) => text !== null,
    ),
    ...(estimate === undefined ? [] : [estimate]),
  ];
  return { zh: parts.map(({ zh }) => zh).join(''), en: parts.map(({ en }) => en).join(' ') };
}

const awayWords = {
  duty: { zh: '下乡值班', en: 'On outreach duty' },
  leave: { zh: '休假', en: 'On leave' },
  holiday: { zh: '放假', en: 'On holiday' },
};

/** Day and month alone, as a person says it. */
function awayText({ kind, to }: NonNullable<LearnerSituation['away']>): BilingualText {
  const [, month = '', day = ''] = to.split('-');
  const named = new Date(`${to}T00:00:00Z`).toLocaleString('en', { month: 'short', timeZone: 'UTC' });
  return {
    zh: `登记${awayWords[kind].zh}至${Number(month)}月${Number(day)}日，期间不提醒。`,
    en: `${awayWords[kind].en} to ${Number(day)} ${named}; no reminders.`,
  };
}

/** Of their own: from here on a silence of ordinary days is worth a call. */
const WORTH_A_CALL_DAYS = 7;

function silenceText(silence: Silence, isAway: boolean): BilingualText | null {
  const { kind, days, outageDays, holidayDays, awayDays, ordinaryDays } = silence;
  const [all, out] = [days, outageDays].map(String);
  switch (kind) {
    case 'outage':
      return {
        zh: `已 ${all} 天没有收到学习记录，其中 ${out} 天乡镇没有网络，邻近学员也没有记录：不等于没有学习，估计时不计这些天。`,
        en: `Nothing heard for ${all} days; on ${out} of them the township had no network and neighbours were not heard either: that does not mean no study, and the estimate leaves those days out.`,
      };
    case 'holiday-or-duty':
      return excusedText(days, holidayDays, awayDays);
    case 'disengaged':
      if (ordinaryDays < WORTH_A_CALL_DAYS) return null;
      // set aside from the day's list: no call before it is over
      return isAway
        ? {
            zh: `此前网络正常，已 ${ordinaryDays} 天无学习记录，结束后建议电话了解。`,
            en: `Before that, online and no study for ${ordinaryDays} days; a call is suggested afterwards.`,
          }
        : {
            zh: `网络正常，${ordinaryDays} 天无学习记录，建议电话了解。`,
            en: `Online, no study for ${ordinaryDays} days; a call is suggested.`,
          };
    case 'unknown':
      return {
        zh: `已 ${all} 天没有学习记录，还不足以判断原因。`,
        en: `No study for ${all} days: too little to say why.`,
      };
  }
}

/** Of holidays, and of days of duty or leave by the roster. */
function excusedText(days: number, holidayDays: number, awayDays: number): BilingualText {
  const excused = holidayDays + awayDays;
  const what =
    awayDays === 0
      ? { zh: '假期', en: 'holidays' }
      : holidayDays === 0
        ? { zh: '值班或休假', en: 'duty or leave' }
        : { zh: '假期、值班或休假', en: 'holidays, duty or leave' };
  if (excused === days)
    return {
      zh: `已 ${days} 天没有学习记录，都是${what.zh}，不计入静默天数。`,
      en: `No study for ${days} days: all ${what.en}, which do not count as silence.`,
    };
  return {
    zh: `已 ${days} 天没有学习记录，其中 ${excused} 天是${what.zh}，不计入静默天数。`,
    en: `No study for ${days} days; ${excused} of them were ${what.en} and do not count as silence.`,
  };
}
