import { InvalidArgumentError } from 'commander';

/** Parser of an option that is a whole number of at least `least`; anything else is wrong use. */
export const wholeNumber =
  (least: number) =>
  (text: string): number => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!Number.isSafeInteger(value) || value < least)
      throw new InvalidArgumentError(`It must be a whole number of at least ${least}.`);
    return value;
  };
