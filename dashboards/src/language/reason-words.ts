import type { BilingualText, Reason } from '#libs/contracts';
import { both, plural } from './bilingual.js';

type Figure = NonNullable<Reason['figure']>;

/** Changes smaller than this, in log-odds, are none (as contributions that small are no reason). */
const LEAST_CHANGE = 0.05;

/** How a reason stands against last week: it was none, or it moves the chance more, or less; null = as then, or unknown. */
export function changeOf({ contribution, change }: Pick<Reason, 'contribution' | 'change'>) {
  if (change === null || Math.abs(change) < LEAST_CHANGE) return null;
  const before = contribution - change;
  if (Math.abs(before) < LEAST_CHANGE || before * contribution < 0) return 'new' as const;
  return change * contribution > 0 ? ('stronger' as const) : ('weaker' as const);
}

const changes = {
  new: both('上周还没有', 'new since last week'),
  stronger: both('比上周更明显', 'stronger than last week'),
  weaker: both('比上周减弱', 'weaker than last week'),
};

const round = (value: number): string => Number(value.toFixed(value < 10 ? 1 : 0)).toString();

const units: Readonly<Record<Figure['unit'], ((value: number) => BilingualText) | null>> = {
  days: (n) => both(`${round(n)} 天`, `${round(n)} ${plural(Number(round(n)), 'day', 'days')}`),
  count: (n) => both(round(n), round(n)),
  share: (n) => both(`${round(n * 100)}%`, `${round(n * 100)}%`),
  minutes: (n) => both(`${round(n)} 分钟`, `${round(n)} min`),
  points: (n) => both(round(n), round(n)),
  // "1.3 times the usual pause" beside another's 1.1 tells nobody anything
  ratio: null,
};

/** What stands below a reason: what is usual in the run, the own figure of last week, and whether it moves the chance more. */
export function comparison(reason: Pick<Reason, 'contribution' | 'change' | 'figure'>): BilingualText | null {
  const { figure } = reason;
  const told = figure === null ? null : units[figure.unit];
  const change = changeOf(reason);
  const parts: BilingualText[] = [];
  if (figure !== null && told !== null) {
    const { own, usual, weekBefore } = figure;
    if (usual !== null) {
      const { zh, en } = told(usual);
      parts.push(both(`同期学员多为 ${zh}`, `usual in this run: ${en}`));
    }
    if (weekBefore !== null && round(weekBefore) !== round(own)) {
      const { zh, en } = told(weekBefore);
      parts.push(both(`上周 ${zh}`, `last week: ${en}`));
    }
  }
  if (change !== null) parts.push(changes[change]);
  if (parts.length === 0) return null;
  return both(parts.map(({ zh }) => zh).join(' · '), parts.map(({ en }) => en).join(' · '));
}
