import { Inject, Injectable } from '@nestjs/common';
import {
  agentRefs,
  formatCanonical,
  formatIds,
  identify,
  withoutMarks,
  type Statement,
  type StatementFormat,
} from '#libs/xapi';
import type { KeyCaller } from '../access/caller.js';
import { canonicalSource } from './canonical-source.js';
import { KnownForms } from './known-forms.js';
import { recordStoreDependencies, type RecordStoreDependencies } from './record-store.dependencies.js';
import type { StoredRow } from './lookup/statement-lookup.query.js';

/** Makes of stored rows what a key may read, in the format it asks for. */
@Injectable()
export class StatementPresenter {
  readonly #people: KnownForms;

  constructor(@Inject(recordStoreDependencies) private readonly store: RecordStoreDependencies) {
    this.#people = new KnownForms(store);
  }

  /**
   * The statements' JSON. To a key with `identity:read` people stand there as they were sent, to others under their
   * pseudonyms.
   * @param languages in order of preference, for `canonical`
   */
  async present(
    key: KeyCaller,
    rows: readonly StoredRow[],
    format: StatementFormat,
    languages: readonly string[],
  ): Promise<string[]> {
    const named = mayKnowPeople(key);
    if (!named && format === 'exact') return rows.map((row) => withoutMarks(row.statement));
    const statements = named ? await this.#identified(key, rows) : rows.map(plain);
    const formatted = await this.#formatted(key, statements, format, languages);
    return formatted.map((statement) => JSON.stringify(statement));
  }

  async #identified(key: KeyCaller, rows: readonly StoredRow[]): Promise<Statement[]> {
    const statements = rows.map((row) => JSON.parse(row.statement) as Statement);
    const people = await this.#people.reveal(key.tenant, agentRefs(statements));
    return statements.map((statement) => identify(statement, people));
  }

  async #formatted(
    key: KeyCaller,
    statements: readonly Statement[],
    format: StatementFormat,
    languages: readonly string[],
  ): Promise<readonly Statement[]> {
    if (format === 'exact') return statements;
    if (format === 'ids') return statements.map(formatIds);
    const source = await canonicalSource(this.store.canonical, key.tenant, statements);
    return statements.map((statement) => formatCanonical(statement, source, languages));
  }
}

export const mayKnowPeople = (key: KeyCaller): boolean => key.scopes.includes('identity:read');

const plain = (row: StoredRow): Statement => JSON.parse(withoutMarks(row.statement)) as Statement;
