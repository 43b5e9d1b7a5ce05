import { verbs } from '#libs/contracts';
import { authorityTerm, lookupTerms } from '#libs/xapi';
import type { DecodedStatement } from '../prepared-statement.js';

const NO_STATEMENT = '00000000-0000-0000-0000-000000000000';

/** What the record store gives a statement back from, and finds it by. */
export type LookupRows = ReturnType<typeof lookupRows>;

/** Rows of `statement_log`, `statement_ids`, `statement_terms` and, for one about another, `statement_references`. */
export function lookupRows({ message, statement }: DecodedStatement) {
  const { tenant, stored, n, id } = message;
  const { object, verb } = statement;
  const terms = lookupTerms(statement);
  const authority = authorityTerm(statement);
  const target = object.objectType === 'StatementRef' ? object.id.toLowerCase() : null;
  return {
    log: {
      tenant,
      stored,
      n,
      statement_id: id,
      reference: target ?? NO_STATEMENT,
      term_texts: terms,
      statement: message.statement,
    },
    id: { tenant, statement_id: id, stored, n, content_hash: message.contentHash },
    terms: (authority === undefined ? terms : [...terms, authority]).map((text) => ({
      tenant,
      text,
      stored,
      n,
    })),
    reference:
      target === null
        ? null
        : { tenant, target, stored, n, statement_id: id, voids: verb.id === verbs.voided },
  };
}
