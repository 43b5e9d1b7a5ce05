import type { StatementMessage } from '#libs/contracts';
import type { Statement } from '#libs/xapi';
import type { EncodedStatement, EncodeStatement } from './batch/encode.step.js';
import type { StepOutcome } from './batch/step-outcome.js';

/**
 * A message that this process has made. On the in-process bus it arrives as the very object, with its rows made where
 * the statement was at hand, and is not checked and parsed again; a broker gets its fields as those of any message.
 * The private field is the proof: nothing that was read from outside can have it.
 */
export class PreparedStatement implements StatementMessage {
  readonly v = 1;
  readonly tenant: string;
  readonly timeZone: string;
  readonly learnerPid: string;
  readonly id: string;
  readonly stored: string;
  readonly n: number;
  readonly contentHash: string;
  readonly version: string;
  readonly source: string;
  readonly scrubbed: StatementMessage['scrubbed'];
  readonly corrections: StatementMessage['corrections'];
  readonly statement: string;
  readonly #encoded: StepOutcome<EncodedStatement> | undefined;

  /** @param encode left out where another process stores the statement */
  constructor(
    fields: Omit<StatementMessage, 'v' | 'statement'>,
    whole: Statement,
    encode: EncodeStatement | undefined,
  ) {
    this.tenant = fields.tenant;
    this.timeZone = fields.timeZone;
    this.learnerPid = fields.learnerPid;
    this.id = fields.id;
    this.stored = fields.stored;
    this.n = fields.n;
    this.contentHash = fields.contentHash;
    this.version = fields.version;
    this.source = fields.source;
    this.scrubbed = fields.scrubbed;
    this.corrections = fields.corrections;
    this.statement = JSON.stringify(whole);
    this.#encoded = encode?.({ message: this, statement: whole });
  }

  /** Undefined for what this process has not made and encoded. */
  static encoded(value: unknown): StepOutcome<EncodedStatement> | undefined {
    return typeof value === 'object' && value !== null && #encoded in value ? value.#encoded : undefined;
  }
}
