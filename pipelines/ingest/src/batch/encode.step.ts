import { encodedRow } from '#libs/clickhouse';
import { normalise } from '#libs/xapi';
import type { DecodedStatement } from '../decoded-statement.js';
import { createLogRow, type LogRow } from './log-row.js';
import { statementRow, type StatementRow } from './statement-row.js';
import { deadLetter, ok, type StepOutcome } from './step-outcome.js';

/** A statement as it is kept: its rows as bytes, and what the steps after the insert go by. */
export interface EncodedStatement
  extends
    Pick<StatementRow, 'run' | 'learner_pid' | 'day'>,
    Pick<
      LogRow,
      | 'tenant'
      | 'stored'
      | 'n'
      | 'statement_id'
      | 'content_hash'
      | 'reference'
      | 'voids'
      | 'terms'
      | 'authority'
    > {
  /** Of `statements`. */
  readonly typedRow: Buffer;
  /** Of `statement_log`. */
  readonly logRow: Buffer;
}

export const typedColumns = [
  'tenant',
  'run',
  'learner_pid',
  'day',
  'statement_id',
  'timestamp',
  'stored',
  'kind',
  'action',
  'verb',
  'activity',
  'activity_type',
  'parent',
  'registration',
  'session',
  'platform',
  'count',
  'score',
  'success',
  'completion',
  'duration',
  'response',
  'played_segments',
  'video_length',
  'related',
  'source',
  'scrubbed',
  'corrections',
] as const satisfies readonly (keyof StatementRow)[];

export const logColumns = [
  'tenant',
  'stored',
  'n',
  'statement_id',
  'content_hash',
  'reference',
  'voids',
  'terms',
  'authority',
  'statement',
] as const satisfies readonly (keyof LogRow)[];

export type EncodeStatement = (decoded: DecodedStatement) => StepOutcome<EncodedStatement>;

/**
 * From a statement to the rows that the store keeps of it. An unknown verb is a row like any other (`other`). What is
 * left of the statement is bytes: thousands of statements wait at a time, and to keep their objects for so long cost
 * as much as all that is done with them.
 */
export function createEncodeStatement(): EncodeStatement {
  const logRowOf = createLogRow();
  return (decoded) => {
    try {
      const typed = statementRow(normalise(decoded.statement, decoded.message), decoded.message);
      const log = logRowOf(decoded);
      return ok({
        tenant: log.tenant,
        run: typed.run,
        learner_pid: typed.learner_pid,
        day: typed.day,
        stored: log.stored,
        n: log.n,
        statement_id: log.statement_id,
        content_hash: log.content_hash,
        reference: log.reference,
        voids: log.voids,
        terms: log.terms,
        authority: log.authority,
        typedRow: encodedRow(typed, typedColumns),
        logRow: encodedRow(log, logColumns),
      });
    } catch (error) {
      return deadLetter('normalise', error instanceof Error ? error.message : String(error));
    }
  };
}
