import type { Correction } from '#libs/contracts';
import { child, isJsonObject, item } from '../validate/findings.js';

export type Json = Record<string, unknown>;

/**
 * A statement while it is being put right: a copy of what is looked at, so that the value that came stays as it was,
 * and what was done so far.
 */
export class Draft {
  readonly corrections: Correction[] = [];

  note(path: string, rule: string, done: string): void {
    this.corrections.push({ path, rule, done });
  }

  /** The object under the key, as a copy that stands there from now on; undefined where there is none. */
  part(parent: Json, key: string): Json | undefined {
    const value = parent[key];
    if (!isJsonObject(value)) return undefined;
    const copy = { ...value };
    parent[key] = copy;
    return copy;
  }

  /** The objects under the key with their paths, copied likewise: of a list, or a single one. */
  parts(parent: Json, key: string, path: string): readonly (readonly [part: Json, path: string])[] {
    const value = parent[key];
    if (!Array.isArray(value)) {
      const one = this.part(parent, key);
      return one === undefined ? [] : [[one, child(path, key)]];
    }
    const copies = value.map((member: unknown) => (isJsonObject(member) ? { ...member } : member));
    parent[key] = copies;
    return copies.flatMap((copy, index) =>
      isJsonObject(copy) ? [[copy as Json, item(child(path, key), index)] as const] : [],
    );
  }

  /** Puts another value under the key. */
  replace(
    parent: Json,
    key: string,
    value: unknown,
    at: { path: string; rule: string; done?: string },
  ): void {
    const done = at.done ?? `${shown(parent[key])} became ${shown(value)}`;
    parent[key] = value;
    this.note(child(at.path, key), at.rule, done);
  }

  /** Members that are null say nothing: outside of extensions they are illegal, and left out. */
  dropNulls(parent: Json, path: string): void {
    for (const key of Object.keys(parent)) {
      if (parent[key] !== null) continue;
      Reflect.deleteProperty(parent, key);
      this.note(child(path, shownKey(key)), 'null-member', 'null was left out');
    }
  }

  /** PHP writes an empty map as an empty list. */
  emptyMap(parent: Json, key: string, path: string): void {
    const value = parent[key];
    if (Array.isArray(value) && value.length === 0)
      this.replace(parent, key, {}, { path, rule: 'empty-map' });
  }
}

/** Corrections are kept and shown: a text of a megabyte shall not be. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= 120 ? text : `${text.slice(0, 120)}…`;
}

function shownKey(key: string): string {
  return key.length <= 100 ? key : `${key.slice(0, 100)}…`;
}
