import { createRequire } from 'node:module';
import { createHash, randomUUID } from 'node:crypto';
import type { LearningClient, Place } from './learning-client.js';

interface Response {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
}
type Callback = (error: Error | null, response: Response, body: string) => void;
type Call = (...args: readonly unknown[]) => unknown;
interface Wrapper {
  readonly XAPIWrapper: new (settings: object) => Readonly<Record<string, Call>>;
}
const adl = createRequire(import.meta.url)('adl-xapiwrapper') as Wrapper;

class AdlError extends Error {
  constructor(readonly status: number) {
    super(`adl-xapiwrapper got ${String(status)}`);
  }
}

/** ADL's own wrapper for Node, of 2013: it speaks 1.0.1, knows no attachments and deletes nothing. */
export function adlWrapper(endpoint: string, key: string): LearningClient {
  const [user = '', pass = ''] = key.split(':');
  const wrapper = new adl.XAPIWrapper({ url: `${endpoint}/`, auth: { user, pass } });
  const call = (method: string, ...args: readonly unknown[]): Promise<{ response: Response; body: string }> =>
    new Promise((resolve, reject) => {
      const callback: Callback = (error, response, body) => {
        if (error !== null) reject(error);
        else if (response.statusCode >= 400) reject(new AdlError(response.statusCode));
        else resolve({ response, body });
      };
      wrapper[method]?.(...args, callback);
    });
  const json = async <T>(method: string, ...args: readonly unknown[]): Promise<T> =>
    JSON.parse((await call(method, ...args)).body) as T;
  return {
    send: async (statement) => (await json<string[]>('sendStatements', statement))[0] ?? '',
    sendWithFile: null,
    sendAll: (statements) => json('sendStatements', statements),
    find: (statementId) => json('getStatements', { statementId }, null),
    findVoided: (voidedStatementId) => json('getStatements', { voidedStatementId }, null),
    voidOne: (id, actor) =>
      json('sendStatements', {
        id: randomUUID(),
        actor,
        verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
        object: { objectType: 'StatementRef', id },
      }),
    async pages(verb, limit) {
      const pages: string[][] = [];
      for (let more: string | null = null; more !== '';) {
        const page: { statements: { id: string }[]; more: string } = await json(
          'getStatements',
          { verb, limit },
          more,
        );
        pages.push(page.statements.map(({ id }) => id));
        ({ more } = page);
      }
      return pages;
    },
    person: (agent) => json('getAgents', agent),
    versions: () =>
      new Promise((resolve) =>
        // it asks about and for a statement, and says whether it can live with both
        wrapper.testConfig?.((works: unknown) => resolve(works === true ? ['1.0.1'] : [])),
      ),
    write: (place, content, etag) =>
      call(
        `send${methodOf[place.resource]}`,
        ...whereOf(place),
        place.id,
        ...(place.resource === 'state' ? [null] : []),
        content,
        etag ?? null,
        etag === undefined ? '*' : null,
      ),
    async read(place) {
      const { body } = await call(
        `get${methodOf[place.resource]}`,
        ...whereOf(place),
        place.id,
        ...(place.resource === 'state' ? [null] : []),
        null,
      );
      // its users make the tag themselves, as its README shows
      return { content: JSON.parse(body), etag: `"${createHash('sha1').update(body).digest('hex')}"` };
    },
    ids: (place) =>
      json(
        `get${methodOf[place.resource]}`,
        ...whereOf(place),
        null,
        ...(place.resource === 'state' ? [null] : []),
        null,
      ),
    remove: null,
    statusOf: (error) => (error instanceof AdlError ? error.status : undefined),
  };
}

const methodOf = {
  state: 'State',
  'activity profile': 'ActivityProfile',
  'agent profile': 'AgentProfile',
} as const satisfies Record<Place['resource'], string>;

function whereOf({ resource, activityId, agent }: Place): readonly unknown[] {
  if (resource === 'state') return [activityId, agent];
  return [resource === 'agent profile' ? agent : activityId];
}
