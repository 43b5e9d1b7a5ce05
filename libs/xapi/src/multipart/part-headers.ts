import { MultipartError } from './multipart-error.js';

/** Names in lower case. */
export type PartHeaders = ReadonlyMap<string, string>;

const line = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*(.*?)[ \t]*$/;

/** The header block of a part, without its closing empty line. A space after the colon may be missing. */
export function parsePartHeaders(block: string, part: number): PartHeaders {
  const headers = new Map<string, string>();
  if (block === '') return headers;
  for (const text of block.split('\r\n')) {
    const [, name, value = ''] = line.exec(text) ?? [];
    if (name === undefined) throw new MultipartError(`part ${part}: a header line is not "Name: value"`);
    const key = name.toLowerCase();
    if (headers.has(key)) throw new MultipartError(`part ${part}: the header ${name} stands there twice`);
    headers.set(key, value);
  }
  return headers;
}
