import { setTimeout as sleep } from 'node:timers/promises';
import { isNativeError } from 'node:util/types';
import { basic } from '../support/built-server.js';

/** The server is gone: it refused the connection, or cut it before the answer was whole. */
export class Cut extends Error {
  override readonly name = 'Cut';
}

export interface Ask {
  readonly parameters?: Readonly<Record<string, string>>;
  /** Bytes go as they are, everything else as JSON. */
  readonly body?: unknown;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
}

/** Asks a running server as senders do. Requests that run at the same moment go over connections of their own. */
export class RecordStoreClient {
  constructor(private readonly url: string) {}

  /**
   * What a full queue refuses (503) is asked again.
   * @param path below the server's address, with a query or without
   * @throws Cut
   */
  async ask(method: string, path: string, ask: Ask = {}): Promise<Answer> {
    for (;;) {
      const answer = await this.#once(method, path, ask);
      if (answer.status !== 503) return answer;
      await sleep(100);
    }
  }

  async #once(method: string, path: string, { parameters, body, type, headers }: Ask): Promise<Answer> {
    const query = parameters === undefined ? '' : `?${new URLSearchParams(parameters).toString()}`;
    try {
      const answer = await fetch(`${this.url}${path}${query}`, {
        method,
        headers: {
          authorization: basic,
          'x-experience-api-version': '1.0.3',
          ...(body !== undefined && { 'content-type': type ?? 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: body instanceof Uint8Array ? body : JSON.stringify(body) }),
      });
      return {
        status: answer.status,
        headers: answer.headers,
        bytes: Buffer.from(await answer.arrayBuffer()),
      };
    } catch (error) {
      // how fetch says it; within Jest this is not Jest's own TypeError
      if (isNativeError(error) && error.name === 'TypeError') throw new Cut(method, { cause: error });
      throw error;
    }
  }
}
