import type { Chance, WorklistRow } from '#libs/contracts';
import { peopleOf } from '../risk/chance-text.js';
import { type RiskBars, riskLevel } from '../risk/risk-level.js';

type Change = WorklistRow['changed'];

/**
 * What changed since last week's list, in one line.
 * @param before chance at the end of last week; null = no estimate then
 */
export function changeSince(
  before: number | null,
  chance: Chance,
  bars: RiskBars,
  followUpOn: string | null,
): Change {
  if (followUpOn !== null)
    return {
      kind: 'follow-up',
      text: { zh: `约好 ${followUpOn} 再联系。`, en: `A call was promised for ${followUpOn}.` },
    };
  if (before === null)
    return { kind: 'new', text: { zh: '上周还没有判断。', en: 'There was no estimate last week.' } };
  if (riskLevel(before, bars) === 'none')
    return { kind: 'new', text: { zh: '上周没有信号。', en: 'No sign last week.' } };
  const now = peopleOf(chance);
  const then = Math.round(before * now.of);
  if (then === now.about) return null;
  const of = String(now.of);
  return {
    kind: now.about > then ? 'up' : 'down',
    text: {
      zh: `上周 ${of} 位中约 ${String(then)} 位，现在约 ${String(now.about)} 位。`,
      en: `Last week about ${String(then)} of ${of}, now about ${String(now.about)}.`,
    },
  };
}
