import type { KeyScope } from '#libs/contracts';
import type { ApiTown } from './api-town.js';

export interface XapiAsk {
  /** KEY:SECRET; null = none. */
  readonly key?: string | null;
  readonly version?: string | null;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface XapiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly bytes: Buffer;
  /** Of the body; null where it is empty. */
  readonly json: () => unknown;
}

interface StatementPage {
  readonly statements: readonly { readonly id: string }[];
  readonly more: string;
}

export type XapiMethod = 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE' | 'PATCH' | 'OPTIONS';

/** Asks the record store of a town as a learning platform does. */
export class XapiClient {
  readonly #keys = new Map<string, string>();

  constructor(
    private readonly town: ApiTown,
    private readonly usual: Required<Pick<XapiAsk, 'key' | 'version'>>,
  ) {}

  /** A client with a fresh key of these scopes. */
  static async with(town: ApiTown, version: string, ...scopes: readonly KeyScope[]): Promise<XapiClient> {
    const { id, secret } = await town.platform.stores.keys.create('default', scopes.join(' '), scopes);
    return new XapiClient(town, { key: `${id}:${secret}`, version });
  }

  /** The same key in another version of the specification. */
  in(version: string): XapiClient {
    return new XapiClient(this.town, { ...this.usual, version });
  }

  async key(tenant: string, ...scopes: readonly KeyScope[]): Promise<string> {
    const name = `${tenant} ${scopes.join()}`;
    const known = this.#keys.get(name);
    if (known !== undefined) return known;
    const { id, secret } = await this.town.platform.stores.keys.create(tenant, name, scopes);
    this.#keys.set(name, `${id}:${secret}`);
    return `${id}:${secret}`;
  }

  /** Ids of the statements of a list, over all its pages. */
  async idsOfList(filter: Readonly<Record<string, unknown>>): Promise<string[]> {
    const met: string[] = [];
    for (let asked = filter; ;) {
      const page = (await this.ask('GET', 'statements', asked)).json() as StatementPage;
      met.push(...page.statements.map(({ id }) => id));
      if (page.more === '') return met;
      asked = { more: new URL(page.more, 'http://snowlight').searchParams.get('more') ?? '' };
    }
  }

  /** @param path under /xapi/; objects among the parameters go as JSON */
  async ask(
    method: XapiMethod,
    path: string,
    parameters: Readonly<Record<string, unknown>> = {},
    body?: unknown,
    how: XapiAsk = {},
  ): Promise<XapiAnswer> {
    const { key, version, type = 'application/json', headers } = { ...this.usual, ...how };
    const query = new URLSearchParams(
      Object.entries(parameters).map(([name, value]): [string, string] => [
        name,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]),
    ).toString();
    const answer = await this.town.app.inject({
      method,
      url: `/xapi/${path}${query === '' ? '' : `?${query}`}`,
      headers: {
        ...(key === null ? {} : { authorization: `Basic ${Buffer.from(key).toString('base64')}` }),
        ...(version === null ? {} : { 'x-experience-api-version': version }),
        ...(body === undefined ? {} : { 'content-type': type }),
        'accept-language': 'en',
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { payload: Buffer.isBuffer(body) || typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const { statusCode: status, body: text, rawPayload: bytes } = answer;
    return {
      status,
      headers: answer.headers,
      text,
      bytes,
      json: () => (text === '' ? null : (JSON.parse(text) as unknown)),
    };
  }
}
