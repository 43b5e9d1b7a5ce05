import { activitiesIn } from './activities.js';
import { pidOf, visitAgents } from './agents.js';
import {
  contextActivityKinds,
  isActivity,
  type Actor,
  type Context,
  type Statement,
  type StatementCore,
  type StatementObject,
} from './statement.js';

/** What a statement can be found by: one kind for each filter of GET statements, and whose it is. */
export const lookupTerm = {
  verb: (id: string): string => `verb ${id}`,
  /** Actor or object, or a member of a group that is. */
  agent: (pid: string): string => `agent ${pid}`,
  /** Anywhere in the statement. */
  relatedAgent: (pid: string): string => `related-agent ${pid}`,
  /** The object. */
  activity: (id: string): string => `activity ${id}`,
  /** Anywhere in the statement. */
  relatedActivity: (id: string): string => `related-activity ${id}`,
  registration: (id: string): string => `registration ${id.toLowerCase()}`,
  /** Who vouches for it: what a key that may read its own statements alone is held to. */
  authority: (key: string): string => `authority ${key}`,
} as const;

/**
 * Every term of a pseudonymised statement, once each (xAPI 1.0.3, Communication 2.1.3; 2.0, 4.1.6.1). A filter is met
 * exactly where its term is among them; the related ones hold the closer ones too. A statement about a statement is
 * found by that one's terms as well, so these are what it inherits; whose it is, is not among them.
 */
export function lookupTerms(statement: Statement): string[] {
  const { verb, actor, object, context } = statement;
  const terms = new Set([lookupTerm.verb(verb.id)]);
  addActor(terms, actor, lookupTerm.agent);
  if (object.objectType === 'Agent' || object.objectType === 'Group')
    addActor(terms, object, lookupTerm.agent);
  visitAgents(statement, (agent) => add(terms, agent, lookupTerm.relatedAgent));
  if (isActivity(object)) terms.add(lookupTerm.activity(object.id));
  addActivities(terms, statement);
  if (context?.registration !== undefined) terms.add(lookupTerm.registration(context.registration));
  const key = statement.authority?.account?.name;
  if (key !== undefined) terms.add(lookupTerm.relatedAgent(key));
  return [...terms];
}

function addActor(terms: Set<string>, actor: Actor, term: (pid: string) => string): void {
  add(terms, actor, term);
  if (actor.objectType === 'Group') for (const member of actor.member ?? []) add(terms, member, term);
}

function add(terms: Set<string>, actor: Actor, term: (pid: string) => string): void {
  const pid = pidOf(actor);
  if (pid !== undefined) terms.add(term(pid));
}

function addActivities(terms: Set<string>, { object, context }: StatementCore<StatementObject>): void {
  if (context?.contextActivities !== undefined) addContext(terms, context.contextActivities);
  if (object.objectType === 'SubStatement') addActivities(terms, object);
  else if (isActivity(object)) terms.add(lookupTerm.relatedActivity(object.id));
}

function addContext(terms: Set<string>, activities: NonNullable<Context['contextActivities']>): void {
  for (const kind of contextActivityKinds)
    for (const { id } of activitiesIn(activities[kind])) terms.add(lookupTerm.relatedActivity(id));
}

/** Whose the statement is: the key that vouches for it, by its account's name; undefined where nobody does. */
export function authorityTerm({ authority }: Statement): string | undefined {
  const key = authority?.account?.name;
  return key === undefined ? undefined : lookupTerm.authority(key);
}
