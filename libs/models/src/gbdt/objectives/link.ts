import { logistic } from '../../numeric.js';

/** From raw scores to predictions, by the objective of a model file. Those that change nothing map to themselves. */
const links: Readonly<Record<string, (settings: readonly string[]) => (raw: number) => number>> = {
  binary: (settings) => {
    const sigmoid = Number(settings.find((one) => one.startsWith('sigmoid:'))?.slice(8) ?? 1);
    return (raw) => logistic(sigmoid * raw);
  },
  cross_entropy: () => logistic,
  cross_entropy_lambda: () => (raw) => Math.log1p(Math.exp(raw)),
  poisson: () => Math.exp,
  gamma: () => Math.exp,
  tweedie: () => Math.exp,
  regression: (settings) => (settings.includes('sqrt') ? (raw) => Math.sign(raw) * raw * raw : (raw) => raw),
  regression_l1: () => (raw) => raw,
  huber: () => (raw) => raw,
  fair: () => (raw) => raw,
  quantile: () => (raw) => raw,
  mape: () => (raw) => raw,
  lambdarank: () => (raw) => raw,
  rank_xendcg: () => (raw) => raw,
  custom: () => (raw) => raw,
};

/** Objectives whose model files can be read. */
export const READABLE_OBJECTIVES = Object.keys(links);

/**
 * @param objective as model files write it: a name and settings, `binary sigmoid:1`
 * @throws RangeError where it is not known
 */
export function linkOf(objective: string): (raw: number) => number {
  const [name = '', ...settings] = objective.split(' ');
  const link = links[name];
  if (link === undefined) {
    throw new RangeError(`objective "${name}" is not known: readable are ${READABLE_OBJECTIVES.join(', ')}`);
  }
  return link(settings);
}
