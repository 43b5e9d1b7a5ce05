import * as library from '@xapi/xapi';
import type { Statement, StatementsResponse } from '@xapi/xapi';
import type { Json, LearningClient, Place } from './learning-client.js';

type Agent = Parameters<InstanceType<typeof XAPI>['getAgent']>[0]['agent'];
const XAPI = library.default.default;

/** `@xapi/xapi`, over either of the two libraries that it can speak HTTP with. */
export function xapiJs(adapter: 'axios' | 'fetch', endpoint: string, key: string): LearningClient {
  const [user = '', secret = ''] = key.split(':');
  const xapi = new XAPI({ endpoint, auth: XAPI.toBasicAuth(user, secret), version: '1.0.3', adapter });
  const send = async (statement: Json, attachments?: ArrayBuffer[]): Promise<string> => {
    const { data } = await xapi.sendStatement({
      statement: statement as unknown as Statement,
      ...(attachments === undefined ? {} : { attachments }),
    });
    return data[0] ?? '';
  };
  return {
    send: (statement) => send(statement),
    // over axios it makes application/octet-stream of the type that it has set itself, in Node, whatever it asks
    sendWithFile:
      adapter === 'axios'
        ? null
        : (statement, file) => send(statement, [new TextEncoder().encode(file).buffer]),
    async sendAll(statements) {
      return (await xapi.sendStatements({ statements: statements as unknown as Statement[] })).data;
    },
    find: async (statementId) => ({ ...(await xapi.getStatement({ statementId })).data }),
    async findVoided(voidedStatementId) {
      return { ...(await xapi.getVoidedStatement({ voidedStatementId })).data };
    },
    voidOne: (statementId, by) => xapi.voidStatement({ statementId, actor: by }),
    async pages(verb, limit) {
      const pages: string[][] = [];
      let { data } = await xapi.getStatements({ verb, limit });
      for (;;) {
        pages.push(data.statements.map(({ id }) => id ?? ''));
        if (data.more === '') return pages;
        const next = await xapi.getMoreStatements({ more: data.more });
        data = next.data as StatementsResponse;
      }
    },
    person: async (agent) => ({ ...(await xapi.getAgent({ agent: agent })).data }),
    versions: async () => (await xapi.getAbout()).data.version,
    write: (place, content, etag) => write(xapi, place, content, etag),
    async read(place) {
      const { data, headers } = await read(xapi, place);
      return { content: data, etag: String(headers.etag) };
    },
    ids: async (place) => (await ids(xapi, place)).data,
    remove: (place) => remove(xapi, place),
    statusOf(error) {
      const { response, message } = error as { response?: { status: number }; message: string };
      // the one over fetch has the body as its message
      return response?.status ?? (JSON.parse(message) as { status: number }).status;
    },
  };
}

type Xapi = InstanceType<typeof XAPI>;
const people = ({ agent, activityId, id }: Place) => ({ agent: agent as unknown as Agent, activityId, id });

function write(xapi: Xapi, place: Place, content: Json, etag: string | undefined): Promise<unknown> {
  const { agent, activityId, id } = people(place);
  const guard = {
    etag: etag ?? '*',
    matchHeader: etag === undefined ? ('If-None-Match' as const) : ('If-Match' as const),
  };
  const profile = { profileId: id, profile: content, ...guard };
  if (place.resource === 'state')
    return xapi.setState({ agent, activityId, stateId: id, state: content, ...guard });
  return place.resource === 'agent profile'
    ? xapi.setAgentProfile({ agent, ...profile })
    : xapi.setActivityProfile({ activityId, ...profile });
}

function read(xapi: Xapi, place: Place) {
  const { agent, activityId, id } = people(place);
  if (place.resource === 'state') return xapi.getState({ agent, activityId, stateId: id });
  return place.resource === 'agent profile'
    ? xapi.getAgentProfile({ agent, profileId: id })
    : xapi.getActivityProfile({ activityId, profileId: id });
}

function ids(xapi: Xapi, place: Place) {
  const { agent, activityId } = people(place);
  if (place.resource === 'state') return xapi.getStates({ agent, activityId });
  return place.resource === 'agent profile'
    ? xapi.getAgentProfiles({ agent })
    : xapi.getActivityProfiles({ activityId });
}

function remove(xapi: Xapi, place: Place): Promise<unknown> {
  const { agent, activityId, id } = people(place);
  if (place.resource === 'state') return xapi.deleteState({ agent, activityId, stateId: id });
  return place.resource === 'agent profile'
    ? xapi.deleteAgentProfile({ agent, profileId: id })
    : xapi.deleteActivityProfile({ activityId, profileId: id });
}
