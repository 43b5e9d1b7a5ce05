import type { SaidTerm } from '#libs/postgres';
import { visitTerms, type Statement } from '#libs/xapi';

export interface TermRecorder {
  /** Cheap where nothing new is said. */
  record(tenant: string, terms: readonly SaidTerm[]): Promise<void>;
}

/** What the statements say of activities and verbs, in the order in which they say it. */
export function termsIn(statements: readonly Statement[]): SaidTerm[] {
  const terms: SaidTerm[] = [];
  const visitor = {
    activity: (iri: string, said: Extract<SaidTerm, { kind: 'activity' }>['said']) =>
      terms.push({ kind: 'activity', iri, said }),
    verb: (iri: string, said: Extract<SaidTerm, { kind: 'verb' }>['said']) =>
      terms.push({ kind: 'verb', iri, said }),
  };
  for (const statement of statements) visitTerms(statement, visitor);
  return terms;
}
