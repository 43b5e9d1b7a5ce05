import type { Problem } from '#libs/contracts';

/** An answer that is not a success, as the server explained it. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
  get status(): number {
    return this.problem.status;
  }
}

export type Query = Readonly<
  Record<string, string | number | boolean | readonly string[] | null | undefined>
>;

/** `/v1/events` and `{kinds: ['video', 'viewed'], run: null}` become `/v1/events?kinds=video&kinds=viewed`. */
export function address(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === undefined || value === '') continue;
    for (const each of Array.isArray(value) ? value : [value]) search.append(name, String(each));
  }
  return search.size === 0 ? path : `${path}?${search.toString()}`;
}

interface Remembered {
  readonly etag: string;
  readonly body: unknown;
}

interface HttpClientOptions {
  readonly request: (url: string, init: RequestInit) => Promise<Response>;
  /** In which language problems are to be explained; asked at every request. */
  readonly language: () => string;
}

type Method = 'POST' | 'PUT' | 'DELETE';

export class HttpClient {
  readonly #options: HttpClientOptions;
  /**
   * Answers by URL for `If-None-Match`. Here and not in the browser's cache: they name people, and must be gone with
   * the session.
   */
  readonly #remembered = new Map<string, Remembered>();
  #csrfToken = '';

  constructor(options: HttpClientOptions) {
    this.#options = options;
  }

  /** The token that every write carries; comes with the session. */
  carryCsrfToken(token: string): void {
    this.#csrfToken = token;
  }

  forget(): void {
    this.#remembered.clear();
    this.#csrfToken = '';
  }

  /** A poll that finds nothing new costs a 304 and gives the very object of the last answer: nothing renders again. */
  async get<T>(path: string, query: Query, signal: AbortSignal): Promise<T> {
    const url = address(path, query);
    const known = this.#remembered.get(url);
    const headers =
      known === undefined ? this.#readerHeaders() : { ...this.#readerHeaders(), 'if-none-match': known.etag };
    const response = await this.#options.request(url, { headers, signal, cache: 'no-store' });
    if (response.status === 304 && known !== undefined) return known.body as T;
    const body = await bodyOf(response);
    const etag = response.headers.get('etag');
    if (etag !== null) this.#remembered.set(url, { etag, body });
    return body as T;
  }

  async send<T>(method: Method, path: string, body?: unknown): Promise<T> {
    return (await bodyOf(await this.open(method, path, body))) as T;
  }

  /** The answer before its body is read: `jsonLines` reads one that comes bit by bit. Whoever aborts stops that work. */
  async open(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
    const headers = { ...this.#readerHeaders(), 'x-csrf-token': this.#csrfToken };
    const response = await this.#options.request(path, {
      method,
      headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
    if (!response.ok) await bodyOf(response);
    return response;
  }

  #readerHeaders(): Record<string, string> {
    return { accept: 'application/json', 'accept-language': this.#options.language() };
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  const body = text === '' ? null : parsed(text);
  if (response.ok) return body;
  throw new ApiError(isProblem(body) ? body : problemOf(response));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // A proxy's HTML page in the place of an answer: reported below with its status.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' && body !== null && 'status' in body && 'detail' in body && 'instance' in body;

const problemOf = (response: Response): Problem => ({
  type: 'about:blank',
  title: response.statusText,
  status: response.status,
  detail: `${response.status.toString()} ${response.statusText}`,
  instance: response.headers.get('x-request-id') ?? '',
});
