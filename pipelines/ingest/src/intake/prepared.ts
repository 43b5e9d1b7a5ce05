import type { Correction, ScrubCounts } from '#libs/contracts';
import {
  contentHash,
  learnerPidOf,
  storedStatement,
  type Actor,
  type Statement,
  type XapiVersion,
} from '#libs/xapi';
import type { EncodeStatement } from '../batch/encode.step.js';
import { PreparedStatement } from '../prepared-statement.js';

/** A statement of a delivery, ready to be held against what is stored. */
export interface Prepared {
  /** In lower case. */
  readonly id: string;
  readonly stored: string;
  readonly contentHash: string;
  /** As it came, scrubbed. */
  readonly scrubbed: Statement;
  readonly scrubCounts: ScrubCounts;
  /** Scrubbed and without identities: what is compared where the id is known already. */
  readonly pseudonymous: Statement;
  readonly corrections: readonly Correction[];
}

/** What the statements of a delivery have in common. */
export interface Sender {
  readonly tenant: { readonly id: string; readonly timeZone: string };
  readonly version: XapiVersion;
  readonly authority: Actor;
  /** `xapi`, `import:oulad`... */
  readonly source: string;
}

export function preparedOf(
  pseudonymous: Statement,
  given: Pick<Prepared, 'stored' | 'scrubbed' | 'scrubCounts' | 'corrections'>,
  newId: () => string,
): Prepared {
  const id = pseudonymous.id?.toLowerCase();
  return {
    ...given,
    id: id ?? newId().toLowerCase(),
    contentHash: contentHash(pseudonymous),
    pseudonymous,
  };
}

/** Who vouches for a statement is the key that brought it: whom the statement names is not kept, nor that person known. */
export function unvouched(statement: Statement): Statement {
  if (statement.authority === undefined) return statement;
  const rest = { ...statement };
  delete rest.authority;
  return rest;
}

/** @param statement with the marks from which people are given back as they were written */
export function messageOf(
  { tenant, version, authority, source }: Sender,
  { id, stored, contentHash: hash, scrubCounts, corrections }: Prepared,
  statement: Statement,
  n: number,
  encode: EncodeStatement | undefined,
): PreparedStatement {
  const whole = storedStatement(statement, { id, stored, authority, version });
  return new PreparedStatement(
    {
      tenant: tenant.id,
      timeZone: tenant.timeZone,
      learnerPid: learnerPidOf(whole),
      id,
      stored,
      n,
      contentHash: hash,
      version,
      source,
      ...(Object.keys(scrubCounts).length > 0 && { scrubbed: scrubCounts }),
      ...(corrections.length > 0 && { corrections: [...corrections] }),
    },
    whole,
    encode,
  );
}
