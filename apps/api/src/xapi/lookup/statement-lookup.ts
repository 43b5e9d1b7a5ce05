import { Inject, Injectable } from '@nestjs/common';
import { createTermHash, type LookupTerm } from '#libs/xapi';
import { recordStoreDependencies, type RecordStoreDependencies } from '../record-store.dependencies.js';
import {
  positionsOfTerm,
  statementsAt,
  statementsById,
  statementsInOrder,
  type Position,
  type StoredRow,
} from './statement-lookup.query.js';

export interface ListOrder {
  readonly tenant: string;
  /** All of which a statement must have; the rarest first. */
  readonly terms: readonly LookupTerm[];
  /** Stored after this instant, ISO 8601. */
  readonly since: string;
  /** Stored at or before this instant. */
  readonly until: string;
  /** The statement that the page before ended with. */
  readonly after: Position | null;
  readonly ascending: boolean;
  readonly rows: number;
}

/** Statements looked at together where several terms must be met. */
const CANDIDATES = 250;

/**
 * Finds stored statements. Nothing here reads more of a table than the answer needs: by id through `statement_ids`,
 * by filters through the stretch of one term, and without filters from the end of the log.
 */
@Injectable()
export class StatementLookup {
  readonly hashOf = createTermHash();

  constructor(@Inject(recordStoreDependencies) private readonly store: RecordStoreDependencies) {}

  async byId(tenant: string, id: string): Promise<(StoredRow & { readonly voided: boolean }) | undefined> {
    const [row] = await this.store.clickhouse.query(statementsById, { tenant, ids: [id] });
    return row && { ...row, voided: row.voided === 1 };
  }

  /** In the order of storing, newest first unless `ascending`; without what is voided. */
  async list(order: ListOrder): Promise<StoredRow[]> {
    const [term, ...others] = order.terms.map(this.hashOf);
    const { tenant, since, until, ascending, rows: wanted } = order;
    const range = (after: Position | null, rows: number) => ({
      tenant,
      since,
      until,
      afterStored: after?.stored ?? '1970-01-01T00:00:00.000Z',
      afterN: after?.n ?? -1,
      rows,
    });
    if (term === undefined) {
      const query = ascending ? statementsInOrder.oldestFirst : statementsInOrder.newestFirst;
      return this.store.clickhouse.query(query, range(order.after, wanted));
    }
    const query = ascending ? positionsOfTerm.oldestFirst : positionsOfTerm.newestFirst;
    const found: StoredRow[] = [];
    for (let after = order.after; ;) {
      const asked = others.length === 0 ? wanted - found.length : CANDIDATES;
      const positions = await this.store.clickhouse.query(query, { ...range(after, asked), term });
      found.push(...(await this.#at(tenant, positions, others)));
      const last = positions.at(-1);
      if (found.length >= wanted || last === undefined || positions.length < asked)
        return found.slice(0, wanted);
      after = last;
    }
  }

  async #at(tenant: string, positions: readonly Position[], terms: readonly bigint[]): Promise<StoredRow[]> {
    if (positions.length === 0) return [];
    const rows = await this.store.clickhouse.query(statementsAt, {
      tenant,
      instants: positions.map(({ stored }) => stored),
      numbers: positions.map(({ n }) => n),
      terms: [...terms],
    });
    const order = new Map(positions.map((position, index) => [placeOf(position), index]));
    const indexOf = (row: StoredRow): number => order.get(placeOf(row)) ?? 0;
    return rows.sort((a, b) => indexOf(a) - indexOf(b));
  }
}

const placeOf = ({ stored, n }: Position): string => `${stored}/${n}`;
