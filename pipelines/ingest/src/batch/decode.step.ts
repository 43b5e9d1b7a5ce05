import { StatementMessage } from '#libs/contracts';
import type { Delivered } from '#libs/event-bus';
import type { Statement } from '#libs/xapi';
import type { DecodedStatement } from '../decoded-statement.js';
import { deadLetter, ok, type StepOutcome } from './step-outcome.js';

/**
 * From what lay on the bus to a statement. The record store has checked the statement's rules before it published;
 * what is checked here is that the message is ours and whole.
 */
export function decodeStatement(record: Delivered): StepOutcome<DecodedStatement> {
  const message = StatementMessage.safeParse(record.value);
  if (!message.success) {
    const first = message.error.issues[0];
    return deadLetter(
      'decode',
      `not a statement message: ${first ? `${first.path.join('.')}: ${first.message}` : 'unreadable'}`,
    );
  }
  try {
    return ok({ message: message.data, statement: JSON.parse(message.data.statement) as Statement });
  } catch (error) {
    return deadLetter(
      'decode',
      `statement is not JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
