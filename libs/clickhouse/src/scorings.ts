import { type Horizon, horizons } from '#libs/contracts';

/** SQL: the horizons, in the order in which arrays of `scorings` have them. */
export const horizonList = `['${horizons.join("', '")}']`;

/** SQL: what an array of `scorings` has of a horizon. */
export const atHorizon = (array: string, horizon: Horizon): string =>
  `${array}[${String(horizons.indexOf(horizon) + 1)}]`;
