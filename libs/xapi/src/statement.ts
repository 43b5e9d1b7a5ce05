/** The statement and its parts as xAPI 1.0.3 and 2.0 (IEEE 9274.1.1) define them: what the validator promises. */

export type LanguageMap = Readonly<Record<string, string>>;
/** Keys are IRIs; values are any JSON, null included. */
export type Extensions = Readonly<Record<string, unknown>>;

export interface Account {
  readonly homePage: string;
  readonly name: string;
}

/** Exactly one of these is there, none on an anonymous group. */
interface InverseFunctionalIdentifier {
  readonly mbox?: string;
  readonly mbox_sha1sum?: string;
  readonly openid?: string;
  readonly account?: Account;
}

export interface Agent extends InverseFunctionalIdentifier {
  readonly objectType?: 'Agent';
  readonly name?: string;
}

/** Without an identifier it is anonymous and lists its members. */
export interface Group extends InverseFunctionalIdentifier {
  readonly objectType: 'Group';
  readonly name?: string;
  readonly member?: readonly Agent[];
}

export type Actor = Agent | Group;
/** An agent that stands as an object says so, else it would be an activity. */
export type ActorObject = (Agent & { readonly objectType: 'Agent' }) | Group;

export interface Verb {
  readonly id: string;
  readonly display?: LanguageMap;
}

export const interactionTypes = [
  'true-false',
  'choice',
  'fill-in',
  'long-fill-in',
  'matching',
  'performance',
  'sequencing',
  'likert',
  'numeric',
  'other',
] as const;
export type InteractionType = (typeof interactionTypes)[number];

export interface InteractionComponent {
  readonly id: string;
  readonly description?: LanguageMap;
}

export interface ActivityDefinition {
  readonly name?: LanguageMap;
  readonly description?: LanguageMap;
  readonly type?: string;
  readonly moreInfo?: string;
  readonly extensions?: Extensions;
  readonly interactionType?: InteractionType;
  readonly correctResponsesPattern?: readonly string[];
  readonly choices?: readonly InteractionComponent[];
  readonly scale?: readonly InteractionComponent[];
  readonly source?: readonly InteractionComponent[];
  readonly target?: readonly InteractionComponent[];
  readonly steps?: readonly InteractionComponent[];
}

export interface Activity {
  readonly objectType?: 'Activity';
  readonly id: string;
  readonly definition?: ActivityDefinition;
}

export interface StatementRef {
  readonly objectType: 'StatementRef';
  readonly id: string;
}

export interface Score {
  /** -1 to 1. */
  readonly scaled?: number;
  readonly raw?: number;
  readonly min?: number;
  readonly max?: number;
}

export interface Result {
  readonly score?: Score;
  readonly success?: boolean;
  readonly completion?: boolean;
  readonly response?: string;
  /** ISO 8601, 4.4.3.2. */
  readonly duration?: string;
  readonly extensions?: Extensions;
}

export const contextActivityKinds = ['parent', 'grouping', 'category', 'other'] as const;
export type ContextActivityKind = (typeof contextActivityKinds)[number];
/** A single activity in place of an array is legal on the way in; see `storedStatement`. */
export type ContextActivities = Readonly<
  Partial<Record<ContextActivityKind, Activity | readonly Activity[]>>
>;

export interface ContextAgent {
  readonly objectType: 'contextAgent';
  readonly agent: Agent;
  readonly relevantTypes?: readonly string[];
}

export interface ContextGroup {
  readonly objectType: 'contextGroup';
  readonly group: Group;
  readonly relevantTypes?: readonly string[];
}

export interface Context {
  readonly registration?: string;
  readonly instructor?: Actor;
  readonly team?: Group;
  readonly contextActivities?: ContextActivities;
  /** xAPI 2.0. */
  readonly contextAgents?: readonly ContextAgent[];
  /** xAPI 2.0. */
  readonly contextGroups?: readonly ContextGroup[];
  readonly revision?: string;
  readonly platform?: string;
  readonly language?: string;
  readonly statement?: StatementRef;
  readonly extensions?: Extensions;
}

export interface Attachment {
  readonly usageType: string;
  readonly display: LanguageMap;
  readonly description?: LanguageMap;
  readonly contentType: string;
  readonly length: number;
  readonly sha2: string;
  readonly fileUrl?: string;
}

/** What a statement and a sub-statement share. */
export interface StatementCore<O> {
  readonly actor: Actor;
  readonly verb: Verb;
  readonly object: O;
  readonly result?: Result;
  readonly context?: Context;
  readonly timestamp?: string;
  readonly attachments?: readonly Attachment[];
}

export interface SubStatement extends StatementCore<Activity | ActorObject | StatementRef> {
  readonly objectType: 'SubStatement';
}

export type StatementObject = Activity | ActorObject | StatementRef | SubStatement;

export interface Statement extends StatementCore<StatementObject> {
  readonly id?: string;
  readonly stored?: string;
  readonly authority?: Actor;
  readonly version?: string;
}

/** What a record store keeps and returns: nothing is left for it to assign. */
export type StoredStatement = Statement &
  Required<Pick<Statement, 'id' | 'stored' | 'timestamp' | 'authority' | 'version'>>;

export function isActivity(object: StatementObject): object is Activity {
  return object.objectType === undefined || object.objectType === 'Activity';
}
