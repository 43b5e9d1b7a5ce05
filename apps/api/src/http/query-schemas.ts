import * as z from 'zod';

const given = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema);

/** A part of a query string that may be left out; empty is left out too. */
export const optionalOf = <T extends z.ZodType>(schema: T) => given(schema.optional());

export const optionalText = optionalOf(z.string().max(500));
export const optionalDay = optionalOf(z.iso.date());
export const pageLimit = (most: number, usual: number) =>
  given(z.coerce.number().int().min(1).max(most).default(usual));
/** `a=x&a=y` and `a=x,y` alike. */
export const listOf = <T extends z.ZodType>(item: T) =>
  z.preprocess(
    (value) =>
      (Array.isArray(value) ? value : [value]).flatMap((part: unknown) =>
        typeof part === 'string' ? part.split(',').filter((word) => word !== '') : [],
      ),
    z.array(item),
  );
