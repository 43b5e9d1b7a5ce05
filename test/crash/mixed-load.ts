import { setTimeout as sleep } from 'node:timers/promises';
import { DocumentSender, documentPlaces, type DocumentPlace } from './document-sender.js';
import { FileSender } from './file-sender.js';
import type { Findings } from './findings.js';
import { IdContender } from './id-contender.js';
import { MergeSender } from './merge-sender.js';
import { Cut, type RecordStoreClient } from './record-store-client.js';
import type { Sender } from './sender.js';
import { StatementLedger } from './statement-ledger.js';
import { StatementSender } from './statement-sender.js';
import { VoidSender } from './void-sender.js';

/** What was acknowledged beside plain statements. */
export interface LoadFigures {
  /** Ids for which two contents were sent at once. */
  readonly contested: number;
  readonly voided: number;
  readonly documentChanges: number;
  readonly merges: number;
  readonly files: number;
}

/** Everything that comes to a record store, at once. */
export class MixedLoad {
  readonly ledger: StatementLedger;
  readonly #contender: IdContender;
  readonly #voids: VoidSender;
  readonly #documents: readonly DocumentSender[];
  readonly #merges: MergeSender;
  readonly #files: readonly FileSender[];
  readonly #senders: readonly Sender[];

  constructor(findings: Findings) {
    this.ledger = new StatementLedger(findings);
    const books = { ledger: this.ledger, findings };
    const places = Object.keys(documentPlaces) as DocumentPlace[];
    this.#contender = new IdContender(0, books);
    this.#voids = new VoidSender(1, books);
    this.#documents = places.map((place) => new DocumentSender(place, books));
    this.#merges = new MergeSender(3, books);
    this.#files = [2, 3].map((number) => new FileSender(number, books));
    const sizes = [1, 1, 'PUT', 5, 20] as const;
    this.#senders = [
      ...sizes.map((size, index) => new StatementSender(4 + index, size, books)),
      this.#contender,
      this.#voids,
      ...this.#documents,
      this.#merges,
      ...this.#files,
    ];
  }

  get unanswered(): number {
    return this.#senders.reduce((sum, { unanswered }) => sum + unanswered, 0);
  }

  get figures(): LoadFigures {
    return {
      contested: this.#contender.decided,
      voided: this.#voids.voided,
      documentChanges: this.#documents.reduce((sum, { changes }) => sum + changes, 0),
      merges: this.#merges.merges,
      files: this.#files.reduce((sum, { files }) => sum + files, 0),
    };
  }

  /** Resolves when the server is gone for every sender. */
  async sendUntilCut(server: RecordStoreClient, round: number): Promise<void> {
    await Promise.all(this.#senders.map((sender) => sendUntilCut(sender, server, round)));
  }

  async settle(server: RecordStoreClient, round: number): Promise<void> {
    await Promise.all(this.#senders.map((sender) => sender.settle(server, round)));
  }

  /** @param round null = everything that was ever acknowledged */
  async check(server: RecordStoreClient, round: number | null, since: Date): Promise<void> {
    await Promise.all([
      this.ledger.check(server, round, since),
      ...this.#senders.map((sender) => sender.check(server, round)),
    ]);
  }
}

async function sendUntilCut(sender: Sender, server: RecordStoreClient, round: number): Promise<void> {
  try {
    for (;;) {
      await sender.exchange(server, round);
      await sleep(2 * sender.pauseMs * Math.random());
    }
  } catch (error) {
    if (!(error instanceof Cut)) throw error;
  }
}
