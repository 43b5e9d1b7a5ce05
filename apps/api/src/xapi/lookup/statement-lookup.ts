import { Inject, Injectable } from '@nestjs/common';
import { Gathered } from '#libs/concurrency';
import { createTermHash, type LookupTerm } from '#libs/xapi';
import { anyReference, asEngineWrites, asRead, type Unsettled } from '#pipelines/ingest';
import { recordStoreDependencies, type RecordStoreDependencies } from '../record-store.dependencies.js';
import {
  anyVoiding,
  LARGE,
  largeStatementsAt,
  positionsWithTerms,
  statementsAt,
  statementsById,
  statementsInOrder,
  type ListedRow,
  type Position,
  type StoredRow,
  type Stretch,
} from './statement-lookup.query.js';
import { distinct, placeOf, TermPositions } from './term-positions.js';
import { placeIn, waitingAt, withWaiting } from './waiting-statements.js';

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
  /** See `unsettled`. */
  readonly waiting: Unsettled | null;
}

interface FoundById extends StoredRow {
  readonly voided: boolean;
}

const rareKinds: ReadonlySet<LookupTerm[0]> = new Set(['agent', 'related-agent', 'activity', 'registration']);

/** Bytes of the statements of a list, after which it ends: what is answered is held in memory some times over. */
const MOST_BYTES = 16 * 1024 * 1024;

/**
 * Rows that are asked for before anything is known of their size; then as many as fit by the size of those before. A
 * usual page is read in one go, and of the largest statements the engine reads no more than 101 MB.
 */
const FIRST_ROWS = 101;

/** Statements looked at together where several terms must be met. */
const CANDIDATES = 250;

/**
 * Finds stored statements. Nothing here reads more of a table than the answer needs: by id through `statement_ids`,
 * by filters through the stretch of one term, and without filters from the end of the log.
 */
@Injectable()
export class StatementLookup {
  readonly hashOf = createTermHash();
  readonly #byId: Gathered<string, FoundById | undefined>;
  readonly #positions: TermPositions;
  readonly #at: Gathered<readonly Position[], ListedRow[]>;
  /** Tenants who had voided nothing when they were asked about; what came since is in the changes. */
  readonly #withoutVoids = new Set<string>();
  /** The same of statements about others. */
  readonly #withoutReferences = new Set<string>();

  constructor(@Inject(recordStoreDependencies) private readonly store: RecordStoreDependencies) {
    this.#byId = new Gathered((tenant, ids) => this.#findByIds(tenant, ids));
    this.#positions = new TermPositions(store.clickhouse);
    this.#at = new Gathered((tenant, asked) => this.#findAt(tenant, asked));
  }

  /**
   * What was acknowledged before this call and is not in the store yet. It is read from memory: to wait until it is
   * stored would cost an insert for each read, and inserts of a few statements cost as much as those of thousands. Null
   * for a tenant with statements about statements: what those change the store alone can tell, and it has all by then.
   */
  async unsettled(tenant: string): Promise<Unsettled | null> {
    const { memory, settled } = this.store;
    const without = memory !== null && (await this.#hadNoReferences(tenant));
    const waiting = without && !memory.changes.hasReferences(tenant) ? memory.unsettled.of(tenant) : null;
    if (waiting === null) await settled();
    return waiting;
  }

  /** @param waiting of `unsettled` */
  async byId(tenant: string, id: string, waiting: Unsettled | null): Promise<FoundById | undefined> {
    const unstored = waiting?.byId(id.toLowerCase());
    if (unstored !== undefined) return { ...asRead(unstored), voided: false };
    const { memory } = this.store;
    const remembered = memory?.byId(tenant, id.toLowerCase());
    if (remembered !== undefined && (await this.#hasNoVoids(tenant))) return { ...remembered, voided: false };
    const found = await this.#byId.ask(tenant, id);
    if (found !== undefined) memory?.asked(tenant, found);
    return found;
  }

  /**
   * In the order of storing, newest first unless `ascending`; without what is voided, each once. `isCut`: there are more,
   * but what there is has bytes enough.
   */
  async list(order: ListOrder): Promise<{ readonly rows: readonly StoredRow[]; readonly isCut: boolean }> {
    const found: ListedRow[] = [];
    let bytes = 0;
    for (let after = order.after; ;) {
      const fitting =
        found.length === 0 ? FIRST_ROWS : 1 + Math.ceil((found.length * (MOST_BYTES - bytes)) / bytes);
      const wanted = Math.min(order.rows - found.length, fitting);
      const { rows, last } = await this.#stretch({ ...order, after, rows: wanted });
      for (const row of rows) {
        bytes += row.bytes;
        if (bytes > MOST_BYTES && found.length > 0)
          return { rows: await this.#whole(order.tenant, found), isCut: true };
        found.push(row);
      }
      if (found.length >= order.rows || last === null)
        return { rows: await this.#whole(order.tenant, found), isCut: false };
      after = last;
    }
  }

  /** With the text of the large ones. */
  async #whole(tenant: string, rows: readonly ListedRow[]): Promise<readonly StoredRow[]> {
    const large = rows.filter(({ bytes }) => bytes > LARGE);
    if (large.length === 0) return rows;
    const found = await this.store.clickhouse.query(largeStatementsAt, { tenant, ...columnsOf(large) });
    const whole = new Map(found.map((row) => [row.id, row]));
    return rows.map((row) => whole.get(row.id) ?? row);
  }

  async #stretch(order: ListOrder): Promise<Stretch> {
    const newest = this.#newest(order);
    if (newest !== null)
      return {
        rows: await this.#rowsAt(order.tenant, distinct(newest, placeOf), order.waiting),
        last: newest.length < order.rows ? null : (newest.at(-1) ?? null),
      };
    const [first, ...others] = order.terms;
    const stored = await (first === undefined ? this.#ofLog(order) : this.#ofTerm(order, first, others));
    return withWaiting(stored, order, order.terms.map(this.hashOf));
  }

  /** From memory; null where it cannot tell. */
  #newest({ tenant, terms, since, until, after, ascending, rows, waiting }: ListOrder): Position[] | null {
    const { memory } = this.store;
    if (memory === null || waiting === null || ascending) return null;
    const found = memory.newest.find(tenant, {
      terms: terms.map(this.hashOf),
      since: Date.parse(since),
      until: Date.parse(until),
      after: after === null ? null : placeIn(after),
      rows,
    });
    return found?.map(({ at, n }) => ({ stored: asEngineWrites(at), n })) ?? null;
  }

  async #ofLog({ tenant, since, until, after, ascending, rows: wanted }: ListOrder): Promise<Stretch> {
    const query = ascending ? statementsInOrder.oldestFirst : statementsInOrder.newestFirst;
    const rows = await this.store.clickhouse.query(await this.#forVoids(tenant, query), {
      tenant,
      since,
      until,
      afterStored: after?.stored ?? '1970-01-01T00:00:00.000Z',
      afterN: after?.n ?? -1,
      rows: wanted,
    });
    return {
      rows: distinct(rows, (row) => `${placeOf(row)}/${row.id}`),
      last: rows.length < wanted ? null : (rows.at(-1) ?? null),
    };
  }

  /** Of a stretch of places of the first term, what has the others too. */
  async #ofTerm(order: ListOrder, first: LookupTerm, others: readonly LookupTerm[]): Promise<Stretch> {
    const { tenant, since, until, after, ascending } = order;
    const rows = others.length === 0 ? order.rows : CANDIDATES;
    const page = { term: this.hashOf(first), since, until, after, ascending, rows };
    const { positions, isFull } = await this.#positions.find(tenant, page, rareKinds.has(first[0]));
    const met =
      others.length === 0 ? positions : await this.#withTerms(tenant, positions, others.map(this.hashOf));
    const part = met.slice(0, order.rows);
    const end = part.length < met.length ? part.at(-1) : isFull ? positions.at(-1) : null;
    return { rows: await this.#rowsAt(tenant, part), last: end ?? null };
  }

  /** Those that have every term, in their order. */
  async #withTerms(
    tenant: string,
    positions: readonly Position[],
    terms: readonly bigint[],
  ): Promise<Position[]> {
    if (positions.length === 0) return [];
    const rows = await this.store.clickhouse.query(positionsWithTerms, {
      tenant,
      ...columnsOf(positions),
      terms: [...terms],
    });
    const met = new Set(rows.map(placeOf));
    return positions.filter((position) => met.has(placeOf(position)));
  }

  /**
   * The statements at places, in their order: from memory where they are, the others from the store.
   * @param waiting where some of them may be that the store has not got yet
   */
  async #rowsAt(
    tenant: string,
    places: readonly Position[],
    waiting: Unsettled | null = null,
  ): Promise<ListedRow[]> {
    const recent = this.store.memory?.recent;
    const known = new Map<Position, ListedRow>();
    if (recent !== undefined && (await this.#hasNoVoids(tenant)))
      for (const place of places) {
        const row = recent.at(tenant, place);
        if (row !== undefined) known.set(place, { ...row, bytes: Buffer.byteLength(row.statement) });
        else if (waiting !== null) {
          const unstored = waitingAt(waiting, place);
          if (unstored !== undefined) known.set(place, unstored);
        }
      }
    const asked = places.filter((place) => !known.has(place));
    const found = asked.length === 0 ? [] : await this.#at.ask(tenant, asked);
    if (known.size === 0) return found;
    const byPlace = new Map(found.map((row) => [placeOf(row), row]));
    return places.flatMap((place) => known.get(place) ?? byPlace.get(placeOf(place)) ?? []);
  }

  async #findByIds(tenant: string, ids: readonly string[]): Promise<(id: string) => FoundById | undefined> {
    const query = await this.#forVoids(tenant, statementsById);
    const rows = await this.store.clickhouse.query(query, { tenant, ids: [...ids] });
    const found = new Map(rows.map((row) => [row.id, { ...row, voided: row.voided === 1 }]));
    return (id) => found.get(id.toLowerCase());
  }

  async #findAt(
    tenant: string,
    asked: readonly (readonly Position[])[],
  ): Promise<(positions: readonly Position[]) => ListedRow[]> {
    const query = await this.#forVoids(tenant, statementsAt);
    const rows = await this.store.clickhouse.query(query, { tenant, ...columnsOf(asked.flat()) });
    const found = new Map(rows.map((row) => [placeOf(row), row]));
    return (positions) => positions.flatMap((position) => found.get(placeOf(position)) ?? []);
  }

  /** The query that is enough for a tenant; see `anyVoiding`. */
  async #forVoids<Q>(tenant: string, query: { readonly whereSome: Q; readonly whereNone: Q }): Promise<Q> {
    return (await this.#hasNoVoids(tenant)) ? query.whereNone : query.whereSome;
  }

  async #hadNoReferences(tenant: string): Promise<boolean> {
    if (this.#withoutReferences.has(tenant)) return true;
    if ((await this.store.clickhouse.query(anyReference, { tenant })).length > 0) return false;
    this.#withoutReferences.add(tenant);
    return true;
  }

  async #hasNoVoids(tenant: string): Promise<boolean> {
    const { memory, clickhouse } = this.store;
    if (memory === null || memory.changes.hasVoids(tenant)) return false;
    if (!this.#withoutVoids.has(tenant)) {
      if ((await clickhouse.query(anyVoiding, { tenant })).length > 0) return false;
      this.#withoutVoids.add(tenant);
    }
    return !memory.changes.hasVoids(tenant);
  }
}

const columnsOf = (positions: readonly Position[]) => ({
  instants: positions.map(({ stored }) => stored),
  numbers: positions.map(({ n }) => n),
});
