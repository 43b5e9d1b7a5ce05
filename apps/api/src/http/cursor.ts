import type * as z from 'zod';
import { ProblemException } from './problem.js';

/** Where a list goes on, as one opaque word. */
export const writeCursor = (place: unknown): string =>
  Buffer.from(JSON.stringify(place)).toString('base64url');

/** @throws ProblemException (400) where the cursor is not one that `writeCursor` gave for this list. */
export function readCursor<T>(cursor: string, place: z.ZodType<T>): T {
  const result = place.safeParse(parsed(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (result.success) return result.data;
  throw new ProblemException(
    'invalid',
    { zh: '请从第一页重新开始。', en: 'Start again from the first page.' },
    {
      errors: [
        { path: 'query.cursor', message: { zh: '不是此列表的游标', en: 'is not a cursor of this list' } },
      ],
    },
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
