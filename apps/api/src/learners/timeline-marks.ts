import type { BilingualText, EventKind, LearnerTimeline } from '#libs/contracts';
import type { NudgeRow } from '#libs/contracts';
import type { WorkItemRow } from '#libs/postgres';
import { addDays } from '../calendar/days.js';

export type Mark = LearnerTimeline['marks'][number];

interface MarkedEvent {
  readonly timestamp: string;
  readonly day: string;
  readonly kind: EventKind;
  readonly activity: string;
  readonly score: number | null;
  readonly success: boolean | null;
}

const words: Partial<Record<EventKind, BilingualText>> = {
  submitted: { zh: '已提交', en: 'handed in' },
  graded: { zh: '已评分', en: 'graded' },
  passed: { zh: '通过', en: 'passed' },
  failed: { zh: '未通过', en: 'not passed' },
  attended: { zh: '到场', en: 'came' },
  absent: { zh: '未到场', en: 'did not come' },
  skill_checked: { zh: '实操考核', en: 'hands-on check' },
};
const onSite: readonly EventKind[] = ['attended', 'absent', 'skill_checked'];

/** An exam, a session or a hands-on check as a mark of its lane. */
export function eventMark(
  event: MarkedEvent,
  name: BilingualText | null,
  learner: string,
  run: string,
): Mark {
  const { timestamp, day, kind, activity, score, success } = event;
  const said = words[kind] ?? { zh: kind, en: kind };
  const points = score === null ? '' : ` ${String(Math.round(score * 100))}%`;
  const title = name ?? { zh: activity, en: activity };
  return {
    lane: onSite.includes(kind) ? 'onsite' : 'exam',
    at: timestamp,
    kind,
    label: { zh: `${title.zh}：${said.zh}${points}`, en: `${title.en}: ${said.en}${points}` },
    good: goodness(kind, success),
    evidence: { learner, run, kinds: [kind], activity, from: day, to: addDays(day, 1) },
  };
}

function goodness(kind: EventKind, success: boolean | null): boolean | null {
  if (kind === 'passed' || kind === 'attended') return true;
  return kind === 'failed' || kind === 'absent' ? false : success;
}

const results = {
  reached: { zh: '电话已接通', en: 'Reached by phone' },
  no_answer: { zh: '电话无人接听', en: 'No answer' },
  wrong_number: { zh: '号码有误', en: 'Wrong number' },
} as const;

/** Calls that were made. */
export function callMarks(items: readonly WorkItemRow[]): Mark[] {
  return items.flatMap(({ outcome }) =>
    outcome === null
      ? []
      : {
          lane: 'contact' as const,
          at: outcome.at.toISOString(),
          kind: 'call',
          label: results[outcome.result],
          good: outcome.result === 'reached',
          evidence: null,
        },
  );
}

/** Reminders that went out. */
export function nudgeMarks(nudges: readonly NudgeRow[]): Mark[] {
  return nudges.flatMap(({ sentAt, rule }) =>
    sentAt === null
      ? []
      : {
          lane: 'contact' as const,
          at: sentAt,
          kind: 'nudge',
          label: { zh: `提醒：${rule.name.zh}`, en: `Reminder: ${rule.name.en}` },
          good: null,
          evidence: null,
        },
  );
}
