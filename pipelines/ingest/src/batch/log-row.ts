import { verbs } from '#libs/contracts';
import { authorityTerm, createTermHash, lookupTerms } from '#libs/xapi';
import type { DecodedStatement } from '../prepared-statement.js';

const NO_STATEMENT = '00000000-0000-0000-0000-000000000000';

/** A row of `statement_log`: what the record store gives a statement back from, and finds it by. */
export type LogRow = ReturnType<ReturnType<typeof createLogRow>>;

/** Makes the row of a statement, remembering the hashes of its terms for those to come. */
export function createLogRow() {
  const hashOf = createTermHash();
  return ({ message, statement }: DecodedStatement) => {
    const { tenant, stored, n, id, contentHash } = message;
    const { object, verb } = statement;
    const isReference = object.objectType === 'StatementRef';
    return {
      tenant,
      stored,
      n,
      statement_id: id,
      content_hash: contentHash,
      reference: isReference ? object.id.toLowerCase() : NO_STATEMENT,
      voids: isReference && verb.id === verbs.voided,
      terms: lookupTerms(statement).map(hashOf),
      authority: hashOf(authorityTerm(statement) ?? ''),
      statement: message.statement,
    };
  };
}

/** Is the statement about another? */
export const refersTo = ({ reference }: LogRow): boolean => reference !== NO_STATEMENT;
