import { identifierOf, type Statement, type XapiVersion } from '#libs/xapi';
import type { Correction, LearnerAccount, LearnerPid, Roster } from '#libs/contracts';
import type { RosterReport } from '#libs/postgres';
import type { ImportPorts, ImportTenant, PidOf } from './import-ports.js';
import type { ImportLedger, TableCount } from './report/ledger.js';
import { readBytes } from './source/bytes.js';
import { splitLines, type LineBlock } from './source/lines.js';
import { BrokenSourceError } from './source/source-error.js';
import type { SourceFile } from './source/source-file.js';
import { decodeText, type TextChunk } from './source/text.js';
import type { RowPlace, StatementFeed } from './statement-feed.js';
import type { StoredRows } from './stored-rows.js';

export interface ImportRunParts {
  readonly tenant: ImportTenant;
  readonly dryRun: boolean;
  readonly analysis: boolean;
  readonly files: readonly SourceFile[];
  readonly ledger: ImportLedger;
  readonly roster: ImportPorts['roster'];
  readonly source: string;
  readonly pidOf: PidOf;
  /** Undefined in a dry run. */
  readonly feed: StatementFeed | undefined;
  readonly stored: StoredRows;
  readonly signal: AbortSignal;
  readonly onRead: (file: SourceFile, bytes: number) => void;
  readonly onRows: (rows: number) => void;
}

/** What a format's importer works with: it reads sources, and what it makes of them goes to the roster and the feed. */
export class ImportRun {
  readonly tenant: ImportTenant;
  readonly files: readonly SourceFile[];
  readonly ledger: ImportLedger;
  readonly pidOf: PidOf;
  /** See `ImportOptions.analysis`. */
  readonly analysis: boolean;
  #row = 0;

  constructor(private readonly parts: ImportRunParts) {
    ({ tenant: this.tenant, files: this.files, ledger: this.ledger, pidOf: this.pidOf } = parts);
    this.analysis = parts.analysis;
  }

  /** Brings people and places in; in a dry run, says what would be left out. */
  applyRoster(roster: Roster): Promise<RosterReport> {
    const { dryRun, source } = this.parts;
    const pidOf = (account: LearnerAccount): LearnerPid => this.pidOf(identifierOf({ account }) ?? '');
    return dryRun
      ? this.parts.roster.check(this.tenant.id, roster, pidOf)
      : this.parts.roster.apply(this.tenant.id, roster, pidOf, source);
  }

  /** Number of the next row of events. To be called once for every such row, in the order of the source. */
  nextRow(): number {
    return ++this.#row;
  }

  /** Takes a row of events. Its statement is made only where it is still to be stored. */
  take(
    place: RowPlace,
    version: XapiVersion,
    make: () => Statement,
    corrections: readonly Correction[] = [],
  ): void {
    place.count.accepted++;
    const { feed, stored } = this.parts;
    if (feed === undefined || stored.has(place.row)) return;
    feed.push({ place, version, statement: make(), ...(corrections.length > 0 && { corrections }) });
  }

  /** The lines of a file. A source that breaks is reported, and its lines end there. */
  lines(file: SourceFile, count: TableCount): AsyncGenerator<LineBlock> {
    return this.blocks(file, count, splitLines(this.text(file)));
  }

  /** A file's text, to look at its beginning: it does not count as read. */
  head(file: SourceFile): AsyncGenerator<TextChunk> {
    return decodeText(readBytes(file, () => undefined));
  }

  text(file: SourceFile): AsyncGenerator<TextChunk> {
    return decodeText(readBytes(file, (bytes) => this.parts.onRead(file, bytes)));
  }

  /**
   * Blocks of rows, with what is due between two blocks: room in the feed, the file of rejected rows, progress, and
   * the wish to stop.
   */
  async *blocks<B>(file: SourceFile, count: TableCount, blocks: AsyncIterable<B>): AsyncGenerator<B> {
    const { feed, ledger, onRows, signal } = this.parts;
    try {
      for await (const block of blocks) {
        signal.throwIfAborted();
        const before = count.read;
        yield block;
        onRows(count.read - before);
        await ledger.flush();
        await feed?.settle();
      }
    } catch (error) {
      if (!(error instanceof BrokenSourceError)) throw error;
      ledger.problem({ file: file.name, line: error.line, field: '', message: error.message });
    }
  }
}
