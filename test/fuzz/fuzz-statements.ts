import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { arbitraryStatement } from '../../libs/xapi/src/testing/arbitrary-statement.js';
import type { Random } from '../../libs/simulator/src/random.js';

type Json = Readonly<Record<string, unknown>>;

/** Legal statements, by the same seed always the same. */
export function statementPool(seed: number, size: number): readonly Json[] {
  return fc.sample(arbitraryStatement, { seed, numRuns: size }).map((statement) => ({ ...statement }));
}

/** A statement of the pool: mostly under a new id, sometimes under none, or one of few that come again and again. */
export function statementFrom(pool: readonly Json[], random: Random): Json {
  const chosen = random.pick(pool);
  const fresh = random.uuid();
  const rest = { ...chosen };
  delete rest.id;
  if (random.chance(0.3)) return rest;
  return { ...rest, id: random.chance(0.1) ? fewIds(random.whole(0, 50)) : fresh };
}

const fewIds = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

export interface Attached {
  readonly statement: Json;
  readonly contents: readonly Buffer[];
}

/** A statement with attachments, and their data. */
export function withAttachments(statement: Json, random: Random): Attached {
  const contents = Array.from({ length: random.pick([1, 1, 2, 3]) }, () =>
    Buffer.from(random.uuid().repeat(random.pick([0, 1, 1, 200]))),
  );
  const attachments = contents.map((content) => ({
    usageType: 'http://example.org/attached',
    display: { en: 'Attached' },
    contentType: 'text/plain',
    length: content.length,
    sha2: createHash('sha256').update(content).digest('hex'),
  }));
  return { statement: { ...statement, attachments }, contents };
}
