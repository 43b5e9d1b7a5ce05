/** Parameters that a method of a resource knows; `own` where the resource reads its parameters strictly itself. */
type Parameters = readonly string[] | 'own';
export type XapiMethod = 'GET' | 'PUT' | 'POST' | 'DELETE';
export type Resource = Readonly<Partial<Record<XapiMethod, Parameters>>>;

const state = ['activityId', 'agent', 'registration', 'stateId'];
const activityProfile = ['activityId', 'profileId'];
const agentProfile = ['agent', 'profileId'];

/**
 * What the record store has, by address: every method that it answers, HEAD aside (xAPI 1.0.3, Communication 2; 2.0,
 * 4.1.6). Any other method of these is 405, any other parameter 400.
 */
const resources: Readonly<Record<string, Resource>> = {
  '/xapi/about': { GET: [] },
  '/xapi/statements': { GET: 'own', PUT: ['statementId'], POST: [] },
  '/xapi/activities': { GET: ['activityId'] },
  '/xapi/activities/state': { GET: [...state, 'since'], PUT: state, POST: state, DELETE: state },
  '/xapi/activities/profile': {
    GET: [...activityProfile, 'since'],
    PUT: activityProfile,
    POST: activityProfile,
    DELETE: activityProfile,
  },
  '/xapi/agents': { GET: ['agent'] },
  '/xapi/agents/profile': {
    GET: [...agentProfile, 'since'],
    PUT: agentProfile,
    POST: agentProfile,
    DELETE: agentProfile,
  },
};

/** The resource at an address (path and query); undefined where there is none. */
export function resourceAt(url: string): Resource | undefined {
  const path = pathOf(url);
  return Object.hasOwn(resources, path) ? resources[path] : undefined;
}

export function pathOf(url: string): string {
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}

/** Is it an address of the record store? */
export function isXapi(url: string): boolean {
  return /^\/xapi(?:[/?]|$)/.test(url);
}

/** Methods of a resource as an `Allow` header names them. */
export function allowed(resource: Resource): string[] {
  return Object.keys(resource).flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
}

/** What a method of the resource knows; HEAD is as GET. */
export function parametersOf(resource: Resource, method: string): Parameters | undefined {
  const asked = method === 'HEAD' ? 'GET' : method;
  return Object.hasOwn(resource, asked) ? resource[asked as XapiMethod] : undefined;
}
