import type { StatementMessage } from '#libs/contracts';
import type { Statement } from '#libs/xapi';

/** A statement message, and the statement in it. */
export interface DecodedStatement {
  readonly message: StatementMessage;
  readonly statement: Statement;
}

/**
 * A message that this process has made. On the in-process bus it arrives as the very object, and is not checked and
 * parsed again (a quarter of all that is done for a statement); a broker gets its fields as those of any message. The
 * private field is the proof: nothing that was read from outside can have it.
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
  readonly #whole: Statement;

  constructor(fields: Omit<StatementMessage, 'v' | 'statement'>, whole: Statement) {
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
    this.#whole = whole;
  }

  /** Undefined for what this process has not made. */
  static decoded(value: unknown): DecodedStatement | undefined {
    if (typeof value !== 'object' || value === null || !(#whole in value)) return undefined;
    return { message: value, statement: value.#whole };
  }
}
