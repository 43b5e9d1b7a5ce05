import { InvalidArgumentError } from 'commander';
import { horizons, type Horizon } from '#libs/contracts';
import { riskTargets, type RiskTarget } from '#pipelines/training';
import { wholeNumber } from '../whole-number.js';

/** Parsers of options that several model commands have. */
export const list = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

export const days = (text: string): number[] =>
  [...new Set(list(text).map(wholeNumber(1)))].sort((a, b) => a - b);

export function horizonList(text: string): Horizon[] {
  const asked = list(text);
  const wrong = asked.filter((one) => !horizons.some((known) => known === one));
  if (wrong.length > 0 || asked.length === 0)
    throw new InvalidArgumentError(`It must be some of ${horizons.join(', ')}, separated by commas.`);
  return horizons.filter((horizon) => asked.includes(horizon));
}

export function riskTarget(text: string): RiskTarget {
  const target = riskTargets.find((known) => known === text);
  if (target === undefined) throw new InvalidArgumentError(`It must be one of ${riskTargets.join(', ')}.`);
  return target;
}
