import type { Chance } from '#libs/contracts';

export type RiskLevel = Chance['level'];

/** Chances from which a learner is to be contacted first, or watched. */
export interface RiskBars {
  readonly contact: number;
  readonly watch: number;
}

/** A smaller usual chance is taken for this one: four times next to nothing is still next to nothing. */
const smallestUsual = 0.0125;
/** Nobody needs a chance above one half to be called, however usual leaving is in the run. */
const highestContactBar = 0.5;

/**
 * Contact first from 4 times the run's usual chance, watch from 2 times (the words of the pages).
 * @param usual median of the current chances of those who learn in the run, at the same horizon; null where there is
 *   none: then the smallest is taken
 */
export function riskBars(usual: number | null): RiskBars {
  const contact = Math.min(4 * Math.max(usual ?? 0, smallestUsual), highestContactBar);
  return { contact, watch: contact / 2 };
}

export function riskLevel(probability: number, bars: RiskBars): RiskLevel {
  if (probability >= bars.contact) return 'contact';
  return probability >= bars.watch ? 'watch' : 'none';
}
