import type { WorklistRow } from '#libs/contracts';
import type { RiskLevel } from '../risk/risk-level.js';

export interface RowNow {
  readonly state: 'open' | 'done' | 'dismissed';
  readonly promised: boolean;
  /** Of the enrolment; null = not enrolled any more. */
  readonly status: string | null;
  /** By the newest score; null = the model gives none now. */
  readonly level: RiskLevel | null;
  /** Events that happened since the list was made. */
  readonly eventsSince: number;
  /** When the oldest event happened that arrived since then, over a day late. */
  readonly oldestLate: string | null;
  readonly now: Date;
}

const dayMs = 86_400_000;
const ended: Readonly<Record<string, { zh: string; en: string }>> = {
  completed: { zh: '已完成课程，已移出。', en: 'Has completed the course: taken off.' },
  withdrew: { zh: '已退出课程，已移出。', en: 'Has left the course: taken off.' },
};

/**
 * Why an open row is taken back, or null where it stands: the learner has ended, or the newest chance is no sign any
 * more. A promised call stands whatever the chance.
 */
export function takeBack(row: RowNow): WorklistRow['withdrawn'] {
  if (row.state !== 'open' || row.promised) return null;
  if (row.status !== 'registered' && row.status !== 'started')
    return {
      text: ended[row.status ?? ''] ?? {
        zh: '已不在学，已移出。',
        en: 'No longer learning here: taken off.',
      },
    };
  if (row.level !== 'none') return null;
  if (row.oldestLate !== null) {
    const days = String(Math.max(1, Math.floor((row.now.getTime() - Date.parse(row.oldestLate)) / dayMs)));
    return {
      text: {
        zh: `刚收到 ${days} 天前的学习记录，已移出。`,
        en: `Records of ${days} ${days === '1' ? 'day' : 'days'} ago have just arrived: taken off.`,
      },
    };
  }
  return row.eventsSince > 0
    ? { text: { zh: '刚有新的学习记录，已移出。', en: 'Has studied since: taken off.' } }
    : { text: { zh: '最新判断已没有信号，已移出。', en: 'The newest estimate shows no sign: taken off.' } };
}
