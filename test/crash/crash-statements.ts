import { hash, randomUUID } from 'node:crypto';
import type { Statement } from '#libs/xapi';
import { statementOf } from '../support/course.js';

export type CrashStatement = Statement & { readonly id: string };

/** The run of a round's statements: one of its own, so that no later round mends a rollup that a kill left wrong. */
export const runOf = (round: number): string => `https://lms.example.org/runs/crash-${String(round)}`;

/** The n-th statement of a sender: forty learners on twelve days of November 2026. */
export function crashStatement(round: number, sender: number, n: number): CrashStatement {
  const two = (value: number): string => String(value).padStart(2, '0');
  const id = randomUUID();
  return {
    ...statementOf(runOf(round), {
      who: `learner${String((7 * n + sender) % 40)}`,
      at: `2026-11-${two(1 + (n % 12))} ${two(n % 24)}:${two((13 * n) % 60)}:${two((29 * n) % 60)}`,
      does: n % 3 === 0 ? 'answers' : 'views',
      what: `item${String(n % 15)}`,
      result: { success: n % 2 === 0 },
    }),
    id,
  };
}

/** The same id and something else said. */
export function contradicted(statement: CrashStatement): CrashStatement {
  return { ...statement, result: { ...statement.result, response: `not what was said: ${randomUUID()}` } };
}

/** What was sent of a statement, in few bytes; what the store adds (stored, authority, version) is left out. */
export function digestOf(statement: object): string {
  const { actor, verb, object, result, context, attachments, timestamp } = statement as Record<
    string,
    unknown
  >;
  const instant = new Date(timestamp as string).toISOString();
  const said = ordered([actor, verb, object, result, context, attachments, instant]);
  return hash('sha1', JSON.stringify(said), 'base64');
}

/** JSON with the properties of objects in order. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, ordered(inner)]),
  );
}
