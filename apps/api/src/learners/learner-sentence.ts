import type { Abstention, BilingualText, Chance } from '#libs/contracts';
import type * as z from 'zod';
import { chanceText } from '../risk/chance-text.js';

export interface LearnerSituation {
  readonly erased: boolean;
  readonly status: string;
  /** What a silence may mean; null = not silent, or nothing ever arrived. */
  readonly silence: { readonly looksOffline: boolean; readonly days: number } | null;
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
  const { erased, status, silence, chance, abstention } = situation;
  if (erased) return { zh: '该学员资料已删除。', en: 'The data of this learner has been erased.' };
  const end = ended[status];
  if (end !== undefined) return end;
  const estimate = chance === null ? abstention?.text : chanceText(chance);
  const parts = [
    ...(silence === null ? [] : [silenceText(silence)]),
    ...(estimate === undefined ? [] : [estimate]),
  ];
  return { zh: parts.map(({ zh }) => zh).join(''), en: parts.map(({ en }) => en).join(' ') };
}

function silenceText({
  looksOffline,
  days,
}: {
  readonly looksOffline: boolean;
  readonly days: number;
}): BilingualText {
  return looksOffline
    ? {
        zh: `设备 ${days} 天未同步，不等于没有学习。`,
        en: `Not synced for ${days} days; that does not mean no study.`,
      }
    : {
        zh: `网络正常，${days} 天无学习记录，建议电话了解。`,
        en: `Online, no study for ${days} days; a call is suggested.`,
      };
}
