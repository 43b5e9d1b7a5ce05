import { ParameterReader } from './query.js';
import type { Agent } from './statement.js';
import type { XapiVersion } from './version.js';

type Parameters = Readonly<Record<string, string>>;
type Read<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly errors: readonly string[] };

/** The one parameter of the agents resource (xAPI 1.0.3, Communication 2.4; 2.0, 4.1.6.3). */
export function parseAgentQuery(parameters: Parameters, version: XapiVersion): Read<Agent> {
  const reader = new ParameterReader(parameters, version);
  return result(reader, 'agent', readAgent(reader));
}

/** The one parameter of the activities resource (xAPI 1.0.3, Communication 2.5; 2.0, 4.1.6.4). */
export function parseActivityQuery(parameters: Parameters, version: XapiVersion): Read<string> {
  const reader = new ParameterReader(parameters, version);
  return result(reader, 'activityId', reader.iri('activityId'));
}

/** The `agent` parameter where only one person will do: a group has neither states nor profiles, and is no person. */
export function readAgent(reader: ParameterReader): Agent | undefined {
  const actor = reader.actor('agent');
  if (actor?.objectType !== 'Group') return actor;
  reader.refuse('agent', 'must be an agent, not a group');
  return undefined;
}

function result<T>(reader: ParameterReader, name: string, value: T | undefined): Read<T> {
  if (!reader.has(name)) reader.refuse(name, 'is required');
  return value === undefined || reader.errors.length > 0
    ? { ok: false, errors: reader.errors }
    : { ok: true, value };
}
