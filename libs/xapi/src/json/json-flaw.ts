import { entry, item } from '../validate/findings.js';
import { repeatedKey } from './repeated-key.js';

/** Deepest nesting of a request's JSON: what walks it later does so by recursion, and must not be brought down. */
export const deepestJson = 600;

export interface JsonFlaw {
  /** Where in the document; empty for the whole. */
  readonly path: string;
  readonly message: string;
}

/**
 * What `JSON.parse` lets pass and a record store must not: a key that stands twice in one object (all but the last
 * would be lost without a word; xAPI 1.0.3, Data 2.2: a statement must use each property no more than once), and nesting without end.
 *
 * Members are counted twice, in the bytes (colons outside strings) and in the value: only where the two differ is
 * the text read again to find the key. 5 µs for a statement of 1 kB, where parsing it takes 16.
 * @param bytes UTF-8 of a legal JSON document, `value` what it was parsed to
 */
export function jsonFlaw(bytes: Uint8Array, value: unknown): JsonFlaw | undefined {
  const members = membersOf(value, 0);
  if (members === tooDeep)
    return {
      path: '',
      message: `is nested deeper than ${deepestJson} levels, the limit of this record store`,
    };
  if (members === membersIn(bytes)) return undefined;
  const found = repeatedKey(new TextDecoder().decode(bytes));
  if (found === undefined) throw new Error('members of a JSON document were miscounted');
  const path = found.path.reduce<string>(
    (at, step) => (typeof step === 'number' ? item(at, step) : join(at, step)),
    '',
  );
  return { path, message: `has the key ${JSON.stringify(found.key.slice(0, 100))} more than once` };
}

const plainKey = /^[A-Za-z_]\w*$/;
const join = (path: string, key: string): string =>
  plainKey.test(key) ? (path === '' ? key : `${path}.${key}`) : entry(path, key);

const tooDeep = -1;

function membersOf(value: unknown, depth: number): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (depth >= deepestJson) return tooDeep;
  let members = 0;
  if (Array.isArray(value)) {
    for (const part of value as readonly unknown[]) {
      if (typeof part !== 'object' || part === null) continue;
      const within = membersOf(part, depth + 1);
      if (within === tooDeep) return tooDeep;
      members += within;
    }
    return members;
  }
  const object = value as Readonly<Record<string, unknown>>;
  for (const key in object) {
    members++;
    const part = object[key];
    if (typeof part !== 'object' || part === null) continue;
    const within = membersOf(part, depth + 1);
    if (within === tooDeep) return tooDeep;
    members += within;
  }
  return members;
}

const [quote, colon, backslash] = [0x22, 0x3a, 0x5c];

/**
 * How many members the objects of a legal JSON document have together: its colons outside strings. No byte of a
 * character beyond ASCII is one of the three that matter, so that UTF-8 need not be decoded.
 */
export function membersIn(bytes: Uint8Array): number {
  let colons = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === colon) colons++;
    else if (byte === quote) {
      for (at++; at < bytes.length; at++) {
        const inside = bytes[at];
        if (inside === quote) break;
        if (inside === backslash) at++;
      }
    }
  }
  return colons;
}
