import type { Correction } from '#libs/contracts';
import type { Actor, Statement, XapiVersion } from '#libs/xapi';
import type { ImportTenant, StatementIntake } from './import-ports.js';
import type { TableCount } from './report/ledger.js';

/** Where a row of events stands. */
export interface RowPlace {
  readonly count: TableCount;
  readonly file: string;
  readonly line: number;
  /** Number of the row among all rows of events of the import, from 1, rising. */
  readonly row: number;
}

export interface ReadStatement {
  readonly place: RowPlace;
  readonly statement: Statement;
  readonly version: XapiVersion;
  /** What was put right in it; none where left out. */
  readonly corrections?: readonly Correction[];
}

export interface StatementFeedOptions {
  readonly intake: StatementIntake;
  readonly tenant: ImportTenant;
  readonly authority: Actor;
  readonly now: () => Date;
  readonly source: string;
  /** Statements that are stored together, about: while these are, as many are made ready. */
  readonly batchSize: number;
  /** Called in order, one at a time: every row up to this one is durable. */
  readonly onDurable: (row: number) => Promise<void>;
  /** A statement whose id is stored with other content. */
  readonly onConflict: (read: ReadStatement) => void;
}

/**
 * Statements of one delivery. A batch comes in many: what is made of a statement on its way is gone before the next
 * ones are read. In deliveries of 7,500 the garbage collector had half of the time.
 */
const deliverySize = 500;

interface Batch {
  readonly reads: ReadStatement[];
  readonly last: number;
  durable: boolean;
}

/** Batches statements to the intake, a few deliveries at once, and says up to which row all is durable. */
export class StatementFeed {
  #pending: ReadStatement[] = [];
  /** Ids of the pending ones: a delivery may not hold one twice, the next one may. */
  readonly #pendingIds = new Set<string>();
  readonly #underway: Batch[] = [];
  #deliveries: Promise<void>[] = [];
  /** Row up to which all is durable, while nobody has been told. */
  #reached: number | undefined;
  #reports: Promise<void> = Promise.resolve();
  readonly #deliveriesAtOnce: number;
  #failure: Error | undefined;

  constructor(private readonly options: StatementFeedOptions) {
    this.#deliveriesAtOnce = 2 * Math.ceil(options.batchSize / deliverySize);
  }

  /** Takes a statement; `settle` must be awaited now and then (between blocks of rows). */
  push(read: ReadStatement): void {
    const id = read.statement.id?.toLowerCase() ?? '';
    if (this.#pendingIds.has(id)) this.#deliver();
    this.#pendingIds.add(id);
    this.#pending.push(read);
    if (this.#pending.length >= Math.min(deliverySize, this.options.batchSize)) this.#deliver();
  }

  /**
   * Waits until there is room for more.
   * @throws what the intake threw
   */
  async settle(): Promise<void> {
    while (this.#underway.length >= this.#deliveriesAtOnce && this.#failure === undefined)
      await Promise.race(this.#deliveries);
    this.#throwFailure();
  }

  /** Delivers what is left and waits for all of it. */
  async end(): Promise<void> {
    this.#deliver();
    await this.abandon();
    this.#throwFailure();
  }

  /** Waits for what is under way, without delivering what is not. */
  async abandon(): Promise<void> {
    await Promise.all(this.#deliveries);
    await this.#reports;
  }

  #deliver(): void {
    const last = this.#pending.at(-1);
    if (last === undefined) return;
    const batch: Batch = { reads: this.#pending, last: last.place.row, durable: false };
    this.#pending = [];
    this.#pendingIds.clear();
    this.#underway.push(batch);
    const delivery = this.#store(batch).then(
      () => this.#durable(batch),
      (error: unknown) => {
        this.#failure ??= error instanceof Error ? error : new Error(String(error));
      },
    );
    this.#deliveries.push(delivery);
    void delivery.then(() => {
      this.#deliveries = this.#deliveries.filter((one) => one !== delivery);
    });
  }

  async #store({ reads }: Batch): Promise<void> {
    const versions = new Set(reads.map(({ version }) => version));
    for (const version of versions)
      await this.#storeAs(
        version,
        reads.filter((read) => read.version === version),
      );
  }

  async #storeAs(version: XapiVersion, reads: readonly ReadStatement[]): Promise<void> {
    const { intake, tenant, authority, now, source, onConflict } = this.options;
    let left = reads;
    for (;;) {
      const acceptance = await intake({
        tenant,
        statements: left.map(({ statement }) => statement),
        version,
        authority,
        stored: now().toISOString(),
        source,
        whenFull: 'wait',
        keptBy: 'handler',
        ...(left.some((read) => read.corrections) && {
          corrections: left.map((read) => read.corrections ?? []),
        }),
      });
      if (acceptance.kind === 'accepted') return;
      const refused = new Set(acceptance.ids);
      const isRefused = ({ statement }: ReadStatement) => refused.has(statement.id?.toLowerCase() ?? '');
      for (const read of left.filter(isRefused)) onConflict(read);
      left = left.filter((read) => !isRefused(read));
      if (left.length === 0) return;
    }
  }

  /** A delivery may overtake an earlier one: what counts is the first that is not durable. */
  #durable(batch: Batch): void {
    batch.durable = true;
    const isDue = this.#reached !== undefined;
    while (this.#underway[0]?.durable === true) this.#reached = this.#underway.shift()?.last;
    if (isDue || this.#reached === undefined) return;
    this.#reports = this.#reports
      .then(() => this.#report())
      .catch((error: unknown) => {
        this.#failure ??= error instanceof Error ? error : new Error(String(error));
      });
  }

  /** Deliveries of one batch become durable at the same moment: they are told as one. */
  async #report(): Promise<void> {
    const row = this.#reached;
    this.#reached = undefined;
    if (row !== undefined) await this.options.onDurable(row);
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }
}
