import type { KeyCaller, Reader } from '../../access/caller.js';

/** Whose key the request has; access to the record store is declared for keys alone. */
export function keyOf(reader: Reader | undefined): KeyCaller {
  if (reader?.caller.kind !== 'key') throw new Error('the record store takes keys alone');
  return reader.caller;
}
