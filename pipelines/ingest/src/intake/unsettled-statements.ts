import type { StoredContent } from '#libs/xapi';
import type { EncodedStatement } from '../batch/encode.step.js';
import { refersTo } from '../batch/log-row.js';
import { PreparedStatement } from '../prepared-statement.js';

/** The statements of a tenant that were acknowledged and not yet in the store at a moment. */
export interface Unsettled {
  /** Its rows; undefined where it is not among them. */
  readonly byId: (id: string) => EncodedStatement | undefined;
  readonly all: readonly EncodedStatement[];
}

interface OfTenant {
  readonly content: Map<string, PreparedStatement>;
  readonly rows: Map<string, EncodedStatement>;
  /** How many are about other statements. */
  references: number;
  /** `rows` as a list; undefined when it has changed since. */
  list: readonly EncodedStatement[] | undefined;
}

/**
 * Statements that are acknowledged and not yet in the store: it cannot say that their ids are known, so this does, and
 * it cannot give them back, so they are read from here. They leave once the store has them, and then it can.
 */
export class UnsettledStatements {
  readonly #tenants = new Map<string, OfTenant>();

  /** @param canBeRead told of what comes */
  constructor(private readonly canBeRead: (rows: readonly EncodedStatement[]) => void = () => undefined) {}

  find(tenant: string, id: string): StoredContent | undefined {
    return this.#tenants.get(tenant)?.content.get(id);
  }

  /**
   * Null where one of them is about another statement: it may void that one, or be found by what that one is found by
   * (`inherit-terms.ts`), which the store alone can tell.
   */
  of(tenant: string): Unsettled | null {
    const own = this.#tenants.get(tenant);
    if (own === undefined) return none;
    if (own.references > 0) return null;
    own.list ??= [...own.rows.values()];
    return { byId: (id) => own.rows.get(id), all: own.list };
  }

  /** @param handled resolves when the store has them; where it never does, they stay known until the process ends */
  async add(tenant: string, statements: readonly PreparedStatement[], handled: Promise<void>): Promise<void> {
    const own = this.#of(tenant);
    const rows = statements.flatMap((statement) => {
      own.content.set(statement.id, statement);
      const outcome = PreparedStatement.encoded(statement);
      return outcome?.kind === 'ok' ? outcome.value : [];
    });
    for (const row of rows) own.rows.set(row.statement_id, row);
    const references = rows.filter(refersTo).length;
    own.references += references;
    own.list = undefined;
    this.canBeRead(rows);
    await handled;
    for (const { id } of statements) {
      own.content.delete(id);
      own.rows.delete(id);
    }
    own.references -= references;
    own.list = undefined;
  }

  /** The store cannot keep it; that its id is known ends with its batch. */
  forget(tenant: string, id: string): void {
    const own = this.#of(tenant);
    own.rows.delete(id);
    own.list = undefined;
  }

  #of(tenant: string): OfTenant {
    const found = this.#tenants.get(tenant);
    if (found !== undefined) return found;
    const made = { content: new Map(), rows: new Map(), references: 0, list: undefined };
    this.#tenants.set(tenant, made);
    return made;
  }
}

const none: Unsettled = { byId: () => undefined, all: [] };
