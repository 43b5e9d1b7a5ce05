import { identifierOf } from './agents.js';
import { isIri } from './data-types/iri.js';
import { parseRfc3339, parseTimestamp } from './data-types/timestamp.js';
import { isUuid } from './data-types/uuid.js';
import type { Actor } from './statement.js';
import { formatRuleError } from './validate/findings.js';
import { validateActor } from './validate/statement.js';
import type { XapiVersion } from './version.js';

export const statementFormats = ['ids', 'exact', 'canonical'] as const;
export type StatementFormat = (typeof statementFormats)[number];

interface Presentation {
  readonly format: StatementFormat;
  readonly attachments: boolean;
}

/** One statement by its id, or one that has been voided. */
export interface SingleStatementQuery extends Presentation {
  readonly type: 'single';
  readonly id: string;
  readonly voided: boolean;
}

/** Every filter that is there must be met. */
export interface StatementListQuery extends Presentation {
  readonly type: 'list';
  readonly agent?: Actor;
  readonly verb?: string;
  readonly activity?: string;
  readonly registration?: string;
  /** `activity` matches anywhere in the statement, not only as its object. */
  readonly relatedActivities: boolean;
  /** `agent` matches anywhere in the statement, not only as its actor or object. */
  readonly relatedAgents: boolean;
  /** Stored after this instant, milliseconds since 1970 UTC. */
  readonly since?: number;
  /** Stored at or before this instant. */
  readonly until?: number;
  /** 0 where the server shall decide. */
  readonly limit: number;
  readonly ascending: boolean;
}

export type StatementQuery = SingleStatementQuery | StatementListQuery;

export type StatementQueryResult =
  | { readonly ok: true; readonly query: StatementQuery }
  | { readonly ok: false; readonly errors: readonly string[] };

/**
 * The parameters of GET statements (xAPI 1.0.3, Communication 2.1.3; 2.0, 4.1.6.1). Names are case-sensitive and
 * every unknown one is refused, so that a misspelt filter never returns everything. Errors name the parameter.
 */
export function parseStatementQuery(
  parameters: Readonly<Record<string, string | readonly string[] | undefined>>,
  version: XapiVersion,
): StatementQueryResult {
  const reader = new ParameterReader(parameters, version);
  const query =
    reader.has('statementId') || reader.has('voidedStatementId') ? readSingle(reader) : readList(reader);
  return reader.errors.length > 0 ? { ok: false, errors: reader.errors } : { ok: true, query };
}

/** Beside an id only these may stand. */
const withSingle = new Set(['statementId', 'voidedStatementId', 'attachments', 'format']);

function readSingle(reader: ParameterReader): SingleStatementQuery {
  const voided = reader.has('voidedStatementId');
  if (voided && reader.has('statementId'))
    reader.refuse('voidedStatementId', 'cannot stand beside statementId');
  for (const name of reader.names()) {
    if (!withSingle.has(name)) reader.refuse(name, 'cannot stand beside statementId or voidedStatementId');
  }
  const id = reader.uuid(voided ? 'voidedStatementId' : 'statementId') ?? '';
  return { type: 'single', id, voided, ...readPresentation(reader) };
}

function readList(reader: ParameterReader): StatementListQuery {
  reader.refuseUnknown();
  const agent = reader.actor('agent');
  const verb = reader.iri('verb');
  const activity = reader.iri('activity');
  const registration = reader.uuid('registration');
  const since = reader.instant('since');
  const until = reader.instant('until');
  return {
    type: 'list',
    ...(agent && { agent }),
    ...(verb !== undefined && { verb }),
    ...(activity !== undefined && { activity }),
    ...(registration !== undefined && { registration }),
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
    relatedActivities: reader.boolean('related_activities'),
    relatedAgents: reader.boolean('related_agents'),
    limit: reader.count('limit') ?? 0,
    ascending: reader.boolean('ascending'),
    ...readPresentation(reader),
  };
}

function readPresentation(reader: ParameterReader): Presentation {
  return {
    format: reader.oneOf('format', statementFormats) ?? 'exact',
    attachments: reader.boolean('attachments'),
  };
}

const known = new Set([
  ...withSingle,
  'agent',
  'verb',
  'activity',
  'registration',
  'related_activities',
  'related_agents',
  'since',
  'until',
  'limit',
  'ascending',
]);

/** Reads parameters of a query by type; what is wrong with them gathers in `errors`, each named. */
export class ParameterReader {
  readonly errors: string[] = [];

  constructor(
    private readonly parameters: Readonly<Record<string, string | readonly string[] | undefined>>,
    private readonly version: XapiVersion,
  ) {}

  names(): string[] {
    return Object.keys(this.parameters).filter((name) => this.parameters[name] !== undefined);
  }

  has(name: string): boolean {
    return Object.hasOwn(this.parameters, name) && this.parameters[name] !== undefined;
  }

  refuse(name: string, message: string): void {
    this.errors.push(`${name}: ${message}`);
  }

  refuseUnknown(): void {
    for (const name of this.names()) {
      if (!known.has(name))
        this.refuse(name, 'is not a parameter of this resource (names are case-sensitive)');
    }
  }

  uuid(name: string): string | undefined {
    const text = this.text(name);
    if (text === undefined || isUuid(text)) return text?.toLowerCase();
    this.refuse(name, 'must be a UUID');
    return undefined;
  }

  iri(name: string): string | undefined {
    const text = this.text(name);
    if (text === undefined || isIri(text)) return text;
    this.refuse(name, 'must be an IRI with a scheme');
    return undefined;
  }

  instant(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const instant = this.version === '2.0.0' ? parseRfc3339(text) : parseTimestamp(text);
    if (instant === undefined)
      this.refuse(name, 'must be a date and time with an offset, such as 2026-03-02T08:15:30Z');
    return instant?.milliseconds;
  }

  count(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (/^\d{1,9}$/.test(text)) return Number(text);
    this.refuse(name, 'must be a whole number, 0 or more');
    return undefined;
  }

  boolean(name: string): boolean {
    return this.oneOf(name, ['true', 'false']) === 'true';
  }

  oneOf<T extends string>(name: string, values: readonly T[]): T | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = values.find((candidate) => candidate === text);
    if (value === undefined) this.refuse(name, `must be one of ${values.join(', ')}`);
    return value;
  }

  actor(name: string): Actor | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      this.refuse(name, 'must be an agent or an identified group as JSON');
      return undefined;
    }
    const result = validateActor(value, name, this.version);
    if (!result.ok) {
      this.errors.push(...result.errors.map(formatRuleError));
      return undefined;
    }
    if (identifierOf(result.actor) !== undefined) return result.actor;
    this.refuse(name, 'must have an identifier: anonymous groups cannot be asked for');
    return undefined;
  }

  text(name: string): string | undefined {
    const value = this.has(name) ? this.parameters[name] : undefined;
    if (value === undefined || typeof value === 'string') return value;
    this.refuse(name, 'must be given once');
    return undefined;
  }
}
