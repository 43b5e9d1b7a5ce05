import { IncomingMessage, type IncomingHttpHeaders } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { parseVersion, versionHeader } from '#libs/xapi';
import { mediaTypeOf } from '../../http/media-type.js';
import { tooLarge } from '../request-body.js';
import { badRequest } from './bad-request.js';
import { pathOf } from './resources.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Stood for another request, which was sent on and is the one that counts. */
    sentOn?: boolean;
  }
}

/** Largest form, bytes: a body of 16 MB may be three times as long when it is percent-encoded. */
const MOST_BYTES = 48 * 1024 * 1024;
const FORM = 'application/x-www-form-urlencoded';
const methods = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'];
const withContent = ['PUT', 'POST'];
/** Form parameters that are headers (xAPI 1.0.3, Communication 1.3). */
const headerNames = [
  'authorization',
  versionHeader.toLowerCase(),
  'content-type',
  'content-length',
  'if-match',
  'if-none-match',
];
/** Of the form itself, and not of what it stands for. */
const ofTheForm = ['content-type', 'content-length', 'content-encoding', 'transfer-encoding'];

/**
 * The request that a POST with the one parameter `method` stands for, its headers, parameters and content taken from
 * a form (xAPI 1.0.3, Communication 1.3: for browsers that could send nothing else across origins). null where the
 * request means what it says. 2.0 has no such syntax: there `method` is left to be an unknown parameter.
 */
export async function alternateRequest(request: FastifyRequest): Promise<IncomingMessage | null> {
  const query = request.query as Readonly<Record<string, unknown>>;
  if (request.method !== 'POST' || query.method === undefined) return null;
  if (isTwo(request.headers[versionHeader.toLowerCase()])) return null;
  if (typeof query.method !== 'string' || !methods.includes(query.method))
    throw badRequest(`method: must be one of ${methods.join(', ')} (xAPI 1.0.3, Communication 1.3)`);
  if (Object.keys(query).length > 1)
    throw badRequest(
      'Beside method every parameter belongs into the form (xAPI 1.0.3, Communication 1.3).',
      '使用 method 参数时,其他参数都应放在表单内容中(xAPI 1.0.3, Communication 1.3)。',
    );
  if (mediaTypeOf(request) !== FORM)
    throw badRequest(`Send the form as Content-Type: ${FORM} (xAPI 1.0.3, Communication 1.3).`);
  return rewritten(request, query.method, parsedForm(await textOf(request)));
}

function rewritten(
  request: FastifyRequest,
  method: string,
  form: ReadonlyMap<string, string>,
): IncomingMessage {
  const headers: IncomingHttpHeaders = Object.fromEntries(
    Object.entries(request.headers).filter(([name]) => !ofTheForm.includes(name)),
  );
  const parameters = new URLSearchParams();
  for (const [name, value] of form) {
    if (headerNames.includes(name.toLowerCase())) headers[name.toLowerCase()] = value;
    else if (name !== 'content') parameters.append(name, value);
  }
  if (isTwo(headers[versionHeader.toLowerCase()]))
    throw badRequest('xAPI 2.0 has no alternate request syntax: send the request as it is.');
  const content = form.get('content');
  if (withContent.includes(method) !== (content !== undefined))
    throw badRequest(
      `content: ${content === undefined ? 'is missing in' : 'is not for'} the form of a ${method} (xAPI 1.0.3, Communication 1.3)`,
    );
  return message(request, { method, parameters, headers, content });
}

interface Meant {
  readonly method: string;
  readonly parameters: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly content: string | undefined;
}

function message(request: FastifyRequest, { method, parameters, headers, content }: Meant): IncomingMessage {
  const query = parameters.toString();
  const meant = new IncomingMessage(request.raw.socket);
  meant.method = method;
  meant.url = `${pathOf(request.url)}${query === '' ? '' : `?${query}`}`;
  meant.headers = headers;
  if (content !== undefined) {
    headers['content-type'] ??= 'application/json';
    headers['content-length'] ??= String(Buffer.byteLength(content));
    meant.push(content, 'utf8');
  }
  meant.push(null);
  // whole already: else its end would be taken for a client that went away, and the connection be closed
  meant.complete = true;
  return meant;
}

function isTwo(version: string | readonly string[] | undefined): boolean {
  return typeof version === 'string' && parseVersion(version) === '2.0.0';
}

async function textOf({ raw }: FastifyRequest): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // left open where it is given up: the refusal goes out on the same connection
  for await (const chunk of raw.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('latin1');
}

/** Strictly: what is percent-encoded must be UTF-8, and nothing may come twice. */
function parsedForm(text: string): ReadonlyMap<string, string> {
  const form = new Map<string, string>();
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = unescaped(equals === -1 ? pair : pair.slice(0, equals));
    if (form.has(name)) throw badRequest(`${name.slice(0, 80)}: is twice in the form`);
    form.set(name, equals === -1 ? '' : unescaped(pair.slice(equals + 1)));
  }
  return form;
}

function unescaped(text: string): string {
  // a byte beyond ASCII stands for itself in no form
  if (!/^\p{ASCII}*$/u.test(text)) throw notForm();
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw notForm();
  }
}

const notForm = () =>
  badRequest(
    'The form is not percent-encoded UTF-8 (xAPI 1.0.3, Communication 1.3).',
    '表单内容不是以百分号编码的 UTF-8(xAPI 1.0.3, Communication 1.3)。',
  );
