import type { Findings } from './findings.js';
import type { RecordStoreClient } from './record-store-client.js';
import type { StatementLedger } from './statement-ledger.js';

/** What senders have in common. */
export interface Books {
  readonly ledger: StatementLedger;
  readonly findings: Findings;
}

/** Somebody who sends while the server is killed, and knows what has to be there then. */
export interface Sender {
  /** Usual pause after an exchange, milliseconds. */
  readonly pauseMs: number;
  /** Requests on their way when the server was killed. */
  readonly unanswered: number;
  /**
   * One exchange.
   * @throws Cut where the server is killed meanwhile
   */
  exchange(server: RecordStoreClient, round: number): Promise<void>;
  /** After a kill: sends again what was not answered, with the same ids, as any sender does. */
  settle(server: RecordStoreClient, round: number): Promise<void>;
  /**
   * Holds what the server gives back against what was acknowledged, beyond what the ledger of statements checks.
   * @param round of which; null = of all rounds
   */
  check(server: RecordStoreClient, round: number | null): Promise<void>;
}
