import { contentHash, pseudonymise, type Statement } from '#libs/xapi';
import { scrubStatement } from '#libs/privacy';
import type { PidOf } from '../import-ports.js';
import { uuidOf } from '../row-id.js';

/**
 * The statement with an id, made from its content where it has none: sent again it is the same one. (Two that are
 * alike to the instant are one, then; whoever means two gives them ids.) Of the content as it is kept: an id made of a
 * patient's phone too would let others try numbers until one fits. A statement out of another record store that
 * says only when it was stored there happened then, and not now.
 */
export function withOwnId(statement: Statement, pidOf: PidOf): Statement {
  const { stored } = statement;
  const timed =
    statement.timestamp === undefined && stored !== undefined
      ? { ...statement, timestamp: stored }
      : statement;
  if (timed.id !== undefined) return timed;
  const { statement: scrubbed } = scrubStatement(timed);
  const pseudonymous = pseudonymise(scrubbed, (identifier) => ({ pid: pidOf(identifier), form: 0 }));
  return { ...timed, id: uuidOf(contentHash(pseudonymous)) };
}
