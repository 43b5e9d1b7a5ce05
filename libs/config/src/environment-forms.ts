import * as z from 'zod';

/** `''` is how compose files and shells say "not set". */
const unset = (value: unknown): unknown => (value === '' ? undefined : value);
export const optional = <T extends z.ZodType>(schema: T) => z.preprocess(unset, schema.optional());
export const withDefault = <T extends z.ZodType>(schema: T, value: string) =>
  z.preprocess((given) => unset(given) ?? value, schema);
export const required = <T extends z.ZodType>(schema: T) => z.preprocess(unset, schema);

export const text = z.string({ error: 'must be set' });
export const flag = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .transform((value) => value === 'true');
