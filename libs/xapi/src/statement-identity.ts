import { hash } from 'node:crypto';
import { canonicalStatement, canonicalWithoutTimestamp } from './canonical-statement.js';
import { comparableTimestamp } from './data-types/timestamp.js';
import type { Statement } from './statement.js';

/**
 * SHA-256 of the canonical form, base64url, 43 characters. Take it of the statement as it came (before defaults)
 * and pseudonymised: then it holds nothing that could be guessed back to a person.
 */
export function contentHash(statement: Statement): string {
  return sha256(canonicalStatement(statement));
}

/** What is known of a statement that is stored already. */
export interface StoredContent {
  readonly contentHash: string;
  readonly stored: string;
}

/**
 * Is the statement that now comes (pseudonymised, before defaults) the one that is stored under its id? A client
 * that sends back what it has read brings the timestamp that the store had set: equal too.
 */
export function hasSameContent(known: StoredContent, incoming: Statement): boolean {
  if (contentHash(incoming) === known.contentHash) return true;
  if (incoming.timestamp === undefined) return false;
  if (comparableTimestamp(incoming.timestamp) !== comparableTimestamp(known.stored)) return false;
  return sha256(canonicalWithoutTimestamp(incoming)) === known.contentHash;
}

function sha256(text: string): string {
  return hash('sha256', text, 'base64url');
}
