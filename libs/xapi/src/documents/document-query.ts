import { ParameterReader } from '../query.js';
import { readAgent } from '../resource-query.js';
import type { Agent } from '../statement.js';
import type { XapiVersion } from '../version.js';

export const documentResources = ['state', 'activity-profile', 'agent-profile'] as const;
export type DocumentResource = (typeof documentResources)[number];

/** Which documents a request speaks of. */
export interface DocumentQuery {
  /** Of a state or a profile of an activity. */
  readonly activity?: string;
  /** Of a state or a profile of an agent. */
  readonly agent?: Agent;
  /** Of a state; where left out, of one document that of none, of several those of any. */
  readonly registration?: string;
  /** Left out: all of them. */
  readonly id?: string;
  /** Stored after this instant, milliseconds since 1970 UTC; for lists of ids alone. */
  readonly since?: number;
}

export type DocumentQueryResult =
  | { readonly ok: true; readonly query: DocumentQuery }
  | { readonly ok: false; readonly errors: readonly string[] };

const idNames = { state: 'stateId', 'activity-profile': 'profileId', 'agent-profile': 'profileId' } as const;

/**
 * The parameters of the document resources (xAPI 1.0.3, Communication 2.3, 2.6, 2.7; 2.0, 4.1.6.2, 4.1.6.5, 4.1.6.6).
 * @param several a request without an id means all documents; else the id is required
 */
export function parseDocumentQuery(
  resource: DocumentResource,
  parameters: Readonly<Record<string, string>>,
  version: XapiVersion,
  several: boolean,
): DocumentQueryResult {
  const reader = new ParameterReader(parameters, version);
  const required = (name: string): void => {
    if (!reader.has(name)) reader.refuse(name, 'is required');
  };
  const idName = idNames[resource];
  if (resource !== 'agent-profile') required('activityId');
  if (resource !== 'activity-profile') required('agent');
  if (!several) required(idName);
  const activity = reader.iri('activityId');
  const agent = readAgent(reader);
  const registration = reader.uuid('registration');
  const id = reader.text(idName);
  const since = reader.instant('since');
  if (reader.errors.length > 0) return { ok: false, errors: reader.errors };
  return {
    ok: true,
    query: {
      ...(activity !== undefined && { activity }),
      ...(agent && { agent }),
      ...(registration !== undefined && { registration }),
      ...(id !== undefined && { id }),
      ...(since !== undefined && { since }),
    },
  };
}
