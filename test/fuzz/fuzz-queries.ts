import type { Random } from '../../libs/simulator/src/random.js';
import { mutatedJson } from './mutate-json.js';
import { oddStrings } from './mutate-bytes.js';

const agent = { account: { homePage: 'http://example.org/a', name: 'a' } };
const uuid = '6690e6c9-3ef0-4ed3-8b37-7f3964730bee';

/** A legal value of every parameter that the record store knows anywhere; objects are JSON. */
const parameters: Readonly<Record<string, readonly (string | object)[]>> = {
  statementId: [uuid],
  voidedStatementId: [uuid],
  agent: [agent, { mbox: 'mailto:a@example.org' }, { objectType: 'Group', member: [agent] }],
  verb: ['http://adlnet.gov/expapi/verbs/passed'],
  activity: ['http://example.org/a'],
  registration: [uuid],
  related_activities: ['true', 'false'],
  related_agents: ['true', 'false'],
  since: ['2020-01-01T00:00:00Z'],
  until: ['2030-01-01T00:00:00+08:00'],
  limit: ['0', '1', '50'],
  format: ['ids', 'exact', 'canonical'],
  attachments: ['true', 'false'],
  ascending: ['true', 'false'],
  cursor: ['eyJhIjoxfQ', ''],
  more: ['1'],
  activityId: ['http://example.org/a'],
  stateId: ['s1', 's2'],
  profileId: ['p1', 'p2'],
};

/** Legal queries of the resources, from which mutated ones are made. */
export const queries = {
  statements: [
    [],
    ['statementId'],
    ['voidedStatementId'],
    ['agent', 'verb'],
    ['activity', 'related_activities'],
    ['agent', 'related_agents', 'limit'],
    ['registration', 'since', 'until', 'ascending'],
    ['limit', 'format', 'attachments'],
    ['verb', 'activity', 'agent', 'limit'],
    ['cursor'],
  ],
  agents: [['agent']],
  activities: [['activityId']],
  'activities/state': [
    ['activityId', 'agent', 'stateId'],
    ['activityId', 'agent', 'stateId', 'registration'],
    ['activityId', 'agent'],
    ['activityId', 'agent', 'since'],
  ],
  'activities/profile': [
    ['activityId', 'profileId'],
    ['activityId', 'since'],
  ],
  'agents/profile': [
    ['agent', 'profileId'],
    ['agent', 'since'],
  ],
  about: [[]],
} as const satisfies Record<string, readonly (readonly string[])[]>;

export type ResourceName = keyof typeof queries;
export const resourceNames = Object.keys(queries) as ResourceName[];

/** A query string with its question mark; one in three has something wrong: a value, a repetition, a stranger. */
export function queryFor(resource: ResourceName, random: Random): string {
  const names: readonly string[] = random.pick<readonly string[]>(queries[resource]);
  const pairs = names.map((name): [string, Buffer | string] => [name, legalValue(name, random)]);
  if (random.chance(0.35)) mutatePairs(pairs, random);
  const text = pairs
    .map(([name, value]) => `${escaped(name)}=${escaped(value)}`)
    .join(random.chance(0.98) ? '&' : random.pick([';', '&&', '&=&', '?']));
  return text === '' ? '' : `?${text}`;
}

function legalValue(name: string, random: Random): string {
  const value = random.pick(Object.hasOwn(parameters, name) ? (parameters[name] ?? []) : ['1']);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function mutatePairs(pairs: [string, Buffer | string][], random: Random): void {
  const index = random.whole(0, Math.max(1, pairs.length));
  const pair = pairs[index];
  const stranger = random.pick([
    ...Object.keys(parameters),
    ...oddStrings,
    'Agent',
    'agent[]',
    'agent[mbox]',
  ]);
  if (pair === undefined || random.chance(0.15)) pairs.push([stranger, legalValue(stranger, random)]);
  else if (random.chance(0.2)) {
    if (random.chance(0.5)) pairs.push([pair[0], pair[1]]);
    else pairs.splice(index, 1);
  } else if (pair[0] === 'agent' && random.chance(0.7)) pair[1] = mutatedJson(agent, random);
  else
    pair[1] = random.pick([
      ...oddStrings,
      '-1',
      '1e9',
      '999999999999999999999',
      '0x1',
      'TRUE',
      '1.5',
      '{',
      '[]',
    ]);
}

/** Percent-encoded, bytes that are no UTF-8 too; what was long is cut, for an address has less room than a body. */
function escaped(value: Buffer | string): string {
  const bytes = Buffer.from(value).subarray(0, 2000);
  return [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}
