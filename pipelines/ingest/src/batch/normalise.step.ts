import { normalise } from '#libs/xapi';
import type { DecodedStatement } from '../prepared-statement.js';
import { statementRow, type StatementRow } from './statement-row.js';
import { deadLetter, ok, type StepOutcome } from './step-outcome.js';

/** From a statement to the typed row that the store keeps. An unknown verb is a row like any other (`other`). */
export function normaliseStatement({ message, statement }: DecodedStatement): StepOutcome<StatementRow> {
  try {
    return ok(statementRow(normalise(statement, message), message));
  } catch (error) {
    return deadLetter('normalise', error instanceof Error ? error.message : String(error));
  }
}
