/** What a `{name:Type}` parameter may be. Instants go as ISO strings: a `Date` would lose its milliseconds. */
export type ParameterValue = string | number | bigint | boolean | null | readonly ParameterValue[];

/** The text form that ClickHouse reads a parameter from, the same as the client writes into HTTP requests. */
export function parameterText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(elementText).join(',')}]`;
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'boolean') return value ? '1' : '0';
  return value === null ? '\\N' : numberText(value);
}

function elementText(value: unknown): string {
  if (Array.isArray(value)) return parameterText(value);
  if (typeof value === 'string') return `'${escaped(value)}'`;
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  return value === null ? 'NULL' : numberText(value);
}

function numberText(value: unknown): string {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'number') throw new TypeError(`a query parameter cannot be of type ${typeof value}`);
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? '+inf' : '-inf';
  return String(value);
}

const escapes: Readonly<Record<string, string>> = {
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  "'": "\\'",
  '\\': '\\\\',
  '\0': '\\0',
};
const escaped = (text: string): string =>
  text.replace(/[\t\n\r'\\\0]/g, (character) => escapes[character] ?? character);

/** The statement's `{name:Type}` parameters, as name to type. */
export function parametersOf(sql: string): ReadonlyMap<string, string> {
  const found = sql.matchAll(/\{\s*([A-Za-z_]\w*)\s*:\s*([^{}]+?)\s*\}/g);
  return new Map([...found].map((match) => [match[1] ?? '', match[2] ?? '']));
}

/**
 * The values of the statement's parameters, checked to be all there, with instants (ISO 8601 with offset) in the form
 * that ClickHouse takes for a DateTime parameter: UTC without a zone.
 */
export function parameterValues(
  sql: string,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const entries = [...parametersOf(sql)].map(([name, type]) => {
    const value = given[name];
    if (value === undefined) throw new TypeError(`the query parameter ${name} is not given`);
    return [name, /\bDateTime/.test(type) ? utcText(value) : value] as const;
  });
  return Object.fromEntries(entries);
}

function utcText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(utcText);
  if (typeof value !== 'string' || !/(Z|[+-]\d\d:?\d\d)$/i.test(value)) return value;
  return new Date(value).toISOString().slice(0, -1).replace('T', ' ');
}
