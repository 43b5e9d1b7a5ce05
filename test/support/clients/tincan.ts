import { createRequire } from 'node:module';
import type { Json, LearningClient, Place } from './learning-client.js';

type Callback = (error: unknown, result: unknown) => void;
type Call = (...args: readonly unknown[]) => unknown;
interface Made {
  readonly id: string;
  readonly asVersion: (version: string) => Json;
}
interface TinCan {
  readonly LRS: new (settings: object) => Readonly<Record<string, Call>>;
  readonly Statement: new (from: object) => Made;
  readonly Agent: new (from: object) => object;
  readonly Activity: new (from: object) => object;
  readonly disableDebug: () => void;
}
interface Answer {
  readonly responseText: string;
  readonly getResponseHeader: (name: string) => string | null;
}
const tincanjs = createRequire(import.meta.url)('tincanjs') as TinCan;

class TinCanError extends Error {
  constructor(readonly status: unknown) {
    super(`TinCanJS ended with ${String(status)}`);
  }
}

/** TinCanJS, which many published courses carry in themselves. */
export function tincan(endpoint: string, key: string): LearningClient {
  const [username = '', password = ''] = key.split(':');
  const lrs = new tincanjs.LRS({ endpoint, username, password, allowFail: false });
  const call = <T>(method: string, args: readonly unknown[], settings: object = {}): Promise<T> =>
    new Promise((resolve, reject) => {
      const callback: Callback = (error, result) =>
        error === null ? resolve(result as T) : reject(new TinCanError(error));
      lrs[method]?.(...args, { ...settings, callback });
    });
  // it writes into what it is given
  const made = (statement: Json) => new tincanjs.Statement(structuredClone(statement));
  const send = async (statement: Json): Promise<string> => {
    const one = made(statement);
    await call('saveStatement', [one]);
    return one.id;
  };
  return {
    send,
    sendWithFile: (statement, file) => {
      const [attachment] = statement.attachments as readonly Json[];
      return send({
        ...statement,
        attachments: [{ ...attachment, content: new TextEncoder().encode(file).buffer }],
      });
    },
    async sendAll(statements) {
      const all = statements.map(made);
      await call('saveStatements', [all]);
      return all.map(({ id }) => id);
    },
    find: async (id) => (await call<Made>('retrieveStatement', [id])).asVersion('1.0.1'),
    findVoided: async (id) => (await call<Made>('retrieveVoidedStatement', [id])).asVersion('1.0.1'),
    voidOne: (id, by) =>
      send({
        actor: by,
        verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
        target: { objectType: 'StatementRef', id },
      }),
    async pages(verb, limit) {
      const pages: string[][] = [];
      interface Page {
        readonly statements: readonly { readonly id: string }[];
        readonly more: string | null;
      }
      let page = await call<Page>('queryStatements', [], { params: { verb: { id: verb }, limit } });
      for (;;) {
        pages.push(page.statements.map(({ id }) => id));
        if (page.more === null || page.more === '') return pages;
        page = await call<Page>('moreStatements', [], { url: page.more });
      }
    },
    // it has no method for people, but its own for requests
    person: async (agent) =>
      JSON.parse(
        (
          await call<Answer>('sendRequest', [], {
            url: 'agents',
            method: 'GET',
            params: { agent: JSON.stringify(agent) },
          })
        ).responseText,
      ) as Json,
    versions: async () => (await call<{ readonly version: readonly string[] }>('about', [])).version,
    write: (place, content, etag) =>
      call(`save${methodOf[place.resource]}`, [place.id, content], {
        ...whereOf(place),
        contentType: 'application/json',
        ...(etag === undefined ? {} : { lastSHA1: etag }),
      }),
    async read(place) {
      const found = await call<{ contents: unknown; etag: string } | null>(
        `retrieve${methodOf[place.resource]}`,
        [place.id],
        whereOf(place),
      );
      // of what is not there it makes nothing, and no error
      if (found === null) throw new TinCanError(404);
      return { content: found.contents, etag: found.etag };
    },
    ids: (place) => call(`retrieve${methodOf[place.resource]}Ids`, [], whereOf(place)),
    remove: (place) => call(`drop${methodOf[place.resource]}`, [place.id], whereOf(place)),
    statusOf: (error) =>
      error instanceof TinCanError && typeof error.status === 'number' ? error.status : undefined,
  };
}

const methodOf = {
  state: 'State',
  'activity profile': 'ActivityProfile',
  'agent profile': 'AgentProfile',
} as const satisfies Record<Place['resource'], string>;

const whereOf = ({ agent, activityId }: Place) => ({
  agent: new tincanjs.Agent(agent),
  activity: new tincanjs.Activity({ id: activityId }),
});
