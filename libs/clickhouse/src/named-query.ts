import * as z from 'zod';

/**
 * A read with a name: the name tags the SQL in the engine's process list and every error. Values reach the SQL as
 * `{name:Type}` parameters alone. Unqualified table names mean our own database.
 */
export interface NamedQuery<P, R> {
  readonly name: string;
  readonly sql: string;
  readonly params: z.ZodType<P>;
  readonly row: z.ZodType<R>;
}

export function defineQuery<P, R>(query: NamedQuery<P, R>): NamedQuery<P, R> {
  return query;
}

/**
 * A 64-bit integer of a row: `count()`, `sum()` of integers, UInt64 and Int64 come as strings in both modes (as JSON
 * numbers they would lose digits). Parses to a number and refuses what a number cannot hold; smaller integers pass.
 */
export const WholeNumber = z.preprocess(
  (value) => (typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value),
  z.int('must be a whole number within 2^53'),
);
