import { Inject, Injectable } from '@nestjs/common';
import {
  agentRefs,
  formatCanonical,
  formatIds,
  identify,
  withoutMarks,
  type Actor,
  type Statement,
  type StatementFormat,
} from '#libs/xapi';
import type { KeyCaller } from '../access/caller.js';
import { canonicalSource } from './canonical-source.js';
import { recordStoreDependencies, type RecordStoreDependencies } from './record-store.dependencies.js';
import type { StoredRow } from './lookup/statement-lookup.query.js';

/** Makes of stored rows what a key may read, in the format it asks for. */
@Injectable()
export class StatementPresenter {
  constructor(@Inject(recordStoreDependencies) private readonly store: RecordStoreDependencies) {}

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
    const forms = await this.store.vault.revealForms(key.tenant, agentRefs(statements));
    const people = new Map(
      forms.map(({ pid, form, agent }) => [`${pid} ${form}`, JSON.parse(agent) as Actor]),
    );
    return statements.map((statement) =>
      identify(statement, ({ pid, form }) => people.get(`${pid} ${form}`)),
    );
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
