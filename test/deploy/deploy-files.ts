import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** A YAML mapping or a JSON object, as parsed. */
export type Tree = Readonly<Record<string, unknown>>;

export const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Paths of all files below `folder`, from the repository's root. */
export const filesBelow = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .sort();

/**
 * Every document of a YAML file, anchors and merge keys resolved.
 * @throws Error at the first thing that is not YAML, a key given twice included
 */
export function documentsOf(path: string): readonly Tree[] {
  return parseAllDocuments(textOf(path), { merge: true, uniqueKeys: true }).map((document) => {
    const [problem] = [...document.errors, ...document.warnings];
    if (problem !== undefined) throw new Error(`${path}: ${problem.message}`);
    return document.toJS() as Tree;
  });
}

/** What lies at `path` in a tree; undefined where a step of it is missing. */
export function at(tree: unknown, ...path: readonly (string | number)[]): unknown {
  let here = tree;
  for (const step of path) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = (here as Record<string | number, unknown>)[step];
  }
  return here;
}

/** A mapping that must be there, by its names. */
export function mapAt(tree: unknown, ...path: readonly (string | number)[]): Readonly<Record<string, Tree>> {
  const found = at(tree, ...path);
  if (typeof found !== 'object' || found === null)
    throw new Error(`there is no mapping at ${path.join('.')}`);
  return found as Record<string, Tree>;
}

/** A list that must be there. */
export function listAt(tree: unknown, ...path: readonly (string | number)[]): readonly Tree[] {
  const found = at(tree, ...path);
  if (!Array.isArray(found)) throw new Error(`there is no list at ${path.join('.')}`);
  return found as Tree[];
}
