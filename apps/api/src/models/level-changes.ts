import type { PromotionPreview } from '#libs/contracts';
import { riskBars, type RiskLevel, riskLevel } from '../risk/risk-level.js';

/** A learner of one run: the chance that stands, and what another model says of the same figures; null = none is said. */
export interface SaidTwice {
  readonly learner: string;
  readonly now: number | null;
  readonly then: number | null;
}

type Level = RiskLevel | 'unknown';
type Counts = Pick<PromotionPreview, 'learners' | 'changed' | 'contactFirst' | 'changes'>;

const levels: readonly Level[] = ['contact', 'watch', 'none', 'unknown'];

/**
 * How many people another model moves to another level. Bars follow the usual chance of each run (`riskBars`), so a model
 * that says twice as much of everybody moves nobody. A person is counted once in each figure, in however many runs.
 */
export function levelChanges(runs: readonly (readonly SaidTwice[])[]): Counts {
  const learners = new Set<string>();
  const contact = { now: new Set<string>(), then: new Set<string>() };
  const moved = new Map<string, Set<string>>();
  for (const run of runs) {
    const before = levelOf(run.map(({ now }) => now));
    const after = levelOf(run.map(({ then }) => then));
    for (const { learner, now, then } of run) {
      const [from, to] = [before(now), after(then)];
      learners.add(learner);
      if (from === 'contact') contact.now.add(learner);
      if (to === 'contact') contact.then.add(learner);
      if (from === to) continue;
      const key = `${from} ${to}`;
      moved.set(key, (moved.get(key) ?? new Set()).add(learner));
    }
  }
  return {
    learners: learners.size,
    changed: new Set([...moved.values()].flatMap((own) => [...own])).size,
    contactFirst: { now: contact.now.size, then: contact.then.size },
    changes: levels.flatMap((from) =>
      levels.flatMap((to) => {
        const own = moved.get(`${from} ${to}`);
        return own === undefined ? [] : [{ from, to, learners: own.size }];
      }),
    ),
  };
}

function levelOf(chances: readonly (number | null)[]): (chance: number | null) => Level {
  const said = chances.filter((chance) => chance !== null).sort((a, b) => a - b);
  // the median as ClickHouse's quantileExact takes it: levels must not depend on who counts
  const bars = riskBars(said[said.length >> 1] ?? null);
  return (chance) => (chance === null ? 'unknown' : riskLevel(chance, bars));
}
