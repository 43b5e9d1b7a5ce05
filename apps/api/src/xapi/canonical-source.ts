import type { CanonicalSource, Statement } from '#libs/xapi';

/**
 * What the record store holds to be true of the activities and verbs that these statements name, for
 * `format=canonical`.
 */
export type CanonicalSourceOf = (
  tenant: string,
  statements: readonly Statement[],
) => Promise<CanonicalSource>;

/** Each statement's own definitions and displays. */
export const ownDefinitions: CanonicalSourceOf = () =>
  Promise.resolve({ definitionOf: () => undefined, displayOf: () => undefined });
