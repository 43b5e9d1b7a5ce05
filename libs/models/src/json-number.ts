const special = new Map([
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
  ['NaN', NaN],
]);

/**
 * JSON of a model. JSON itself has no infinities and writes them as null: a threshold at the end of the line must come
 * back as one.
 */
export const writeJson = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'number' && !Number.isFinite(part) ? { $number: String(part) } : part,
  );

/**
 * What `writeJson` has written; plain JSON as it is.
 * @throws SyntaxError
 */
export const readJson = (text: string): unknown =>
  JSON.parse(text, (_key, part: unknown) => {
    const name = (part as { $number?: unknown } | null)?.$number;
    return typeof name === 'string' ? special.get(name) : part;
  });
