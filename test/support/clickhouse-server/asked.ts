import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { refusals } from './refusal.js';

/** What a request of ClickHouse's HTTP interface asks for. */
export interface Asked {
  readonly user: string;
  readonly password: string;
  readonly queryId: string | null;
  readonly database: string | null;
  readonly sql: string;
  /** Of an insert whose statement is in the address; undefined: there are none. */
  readonly rows: Buffer | undefined;
  readonly format: string;
  /** `{name:Type}` parameters as they came: in ClickHouse's escaped form. */
  readonly parameters: readonly (readonly [string, string])[];
  readonly settings: readonly (readonly [string, string])[];
  /** The answer is to be put together before its first byte goes out. */
  readonly isWhole: boolean;
  readonly isRead: boolean;
  /** The read ends when nobody waits for it any longer. */
  readonly endsWithClient: boolean;
  readonly acceptsGzip: boolean;
}

/** Names of the interface itself; every other one in the address is a setting. */
const ours = new Set(
  `query database user password query_id default_format wait_end_of_query buffer_size session_id role
   enable_http_compression http_zlib_compression_level`.split(/\s+/),
);

/** Reads the request to its end. Rejects where it was cut off: what came of it is never run. */
export async function readAsked(request: IncomingMessage): Promise<Asked> {
  const names = new URL(request.url ?? '/', 'http://server').searchParams;
  const body = fieldsOf(request, await bodyOf(request), names);
  const inAddress = names.get('query') ?? '';
  const sql = (inAddress === '' ? body.toString() : inAddress).replace(/[\s;]+$/, '');
  const code = sql.replace(
    /'(?:\\[^]|''|[^'\\])*'|`(?:\\[^]|[^`\\])*`|"(?:\\[^]|[^"\\])*"|--[^\n]*|\/\*[^]*?\*\//g,
    ' ',
  );
  if (code.trim() === '') throw refusals.empty();
  if (code.includes(';')) throw refusals.several();
  const format = /\bFORMAT\s+(\w+)\s*(?:SETTINGS\b[^]*)?$/i.exec(code)?.[1];
  const given = [...names].filter(([name]) => !name.startsWith('param_') && !ours.has(name));
  for (const [name] of given) if (!/^\w+$/.test(name)) throw refusals.setting(name);
  return {
    ...credentialsOf(request, names),
    queryId: names.get('query_id'),
    database: names.get('database'),
    sql,
    rows: inAddress !== '' && body.length > 0 ? body : undefined,
    format: format ?? names.get('default_format') ?? 'TabSeparated',
    parameters: [...names].filter(([name]) => name.startsWith('param_')),
    // as a server does: what is asked by GET changes nothing
    settings: request.method === 'GET' ? [...given, ['readonly', '2']] : given,
    isWhole: names.get('wait_end_of_query') === '1',
    isRead: /^\s*(SELECT|WITH)\b/i.test(code),
    endsWithClient: names.get('cancel_http_readonly_queries_on_client_close') === '1',
    acceptsGzip:
      names.get('enable_http_compression') === '1' &&
      /\bgzip\b/.test(request.headers['accept-encoding']?.toString() ?? ''),
  };
}

function credentialsOf(request: IncomingMessage, names: URLSearchParams): Pick<Asked, 'user' | 'password'> {
  const basic = /^Basic (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (basic !== undefined) {
    const pair = Buffer.from(basic, 'base64').toString();
    const colon = pair.indexOf(':');
    return { user: pair.slice(0, colon), password: pair.slice(colon + 1) };
  }
  const header = (name: string): string | undefined => request.headers[name]?.toString();
  return {
    user: header('x-clickhouse-user') ?? names.get('user') ?? 'default',
    password: header('x-clickhouse-key') ?? names.get('password') ?? '',
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  const unpackers = { gzip: createGunzip, deflate: createInflate, br: createBrotliDecompress };
  if (encoding !== 'identity' && !(encoding in unpackers)) throw refusals.encoding(encoding);
  if (encoding === 'identity') return whole(request, await buffer(request));
  const unpacked = request.pipe(unpackers[encoding as keyof typeof unpackers]());
  request.once('error', (error) => unpacked.destroy(error));
  return whole(request, await buffer(unpacked));
}

function whole(request: IncomingMessage, body: Buffer): Buffer {
  if (!request.complete) throw new Error('the request was cut off');
  return body;
}

/** Of a form (long parameters come so) the fields are names like those of the address. */
function fieldsOf(request: IncomingMessage, body: Buffer, names: URLSearchParams): Buffer {
  const boundary = /^multipart\/form-data;.*boundary=(\S+)/.exec(request.headers['content-type'] ?? '')?.[1];
  if (boundary === undefined) return body;
  for (const part of body.toString().split(`--${boundary}`)) {
    const [, name, value] = /^\r\n[^]*?name="([^"]+)"[^]*?\r\n\r\n([^]*)\r\n$/.exec(part) ?? [];
    if (name !== undefined && value !== undefined) names.set(name, value);
  }
  return Buffer.alloc(0);
}
