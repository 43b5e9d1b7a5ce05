import { verbs } from '#libs/contracts';
import { authorityTerm, createTermHash, lookupTerms } from '#libs/xapi';
import type { DecodedStatement } from '../decoded-statement.js';

const NO_STATEMENT = '00000000-0000-0000-0000-000000000000';

/** A row of `statement_log`: what the record store gives a statement back from, and finds it by. */
export type LogRow = ReturnType<ReturnType<typeof createLogRow>>;

/** Makes the row of a statement, remembering the hashes of its terms for those to come. */
export function createLogRow() {
  const hashOf = createTermHash();
  return ({ message, statement }: DecodedStatement) => {
    const { tenant, stored, n, id, contentHash } = message;
    const { object, verb } = statement;
    const by = authorityTerm(statement);
    const isReference = object.objectType === 'StatementRef';
    return {
      tenant,
      stored,
      n,
      statement_id: id,
      content_hash: contentHash,
      reference: isReference ? object.id.toLowerCase() : NO_STATEMENT,
      voids: isReference && verb.id === verbs.voided,
      terms: distinct(lookupTerms(statement).map(hashOf)),
      authority: by === undefined ? 0n : hashOf(by),
      statement: message.statement,
    };
  };
}

/** Is the statement about another? */
export const refersTo = ({ reference }: Pick<LogRow, 'reference'>): boolean => reference !== NO_STATEMENT;

/** To look through a dozen is cheaper than a set; a group may have thousands of members. */
const distinct = (terms: readonly bigint[]): bigint[] =>
  terms.length > 32 ? [...new Set(terms)] : terms.filter((term, index) => terms.indexOf(term) === index);
