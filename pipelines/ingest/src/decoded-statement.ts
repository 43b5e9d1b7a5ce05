import type { StatementMessage } from '#libs/contracts';
import type { Statement } from '#libs/xapi';

/** A statement message, and the statement in it. */
export interface DecodedStatement {
  readonly message: StatementMessage;
  readonly statement: Statement;
}
