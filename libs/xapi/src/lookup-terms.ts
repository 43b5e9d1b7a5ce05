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
export type LookupTerm = readonly [
  kind:
    | 'verb'
    // actor or object, or a member of a group that is
    | 'agent'
    // anywhere in the statement
    | 'related-agent'
    // the object
    | 'activity'
    // anywhere in the statement
    | 'related-activity'
    | 'registration'
    // the key that vouches for it: what a key that may read its own statements alone is held to
    | 'authority',
  of: string,
];

/**
 * Every term of a pseudonymised statement, some more than once (xAPI 1.0.3, Communication 2.1.3; 2.0, 4.1.6.1). A
 * filter is met exactly where its term is among them; the related ones hold the closer ones too. A statement about a
 * statement is found by that one's terms as well, so these are what it inherits; whose it is, is not among them.
 */
export function lookupTerms(statement: Statement): LookupTerm[] {
  const { verb, actor, object, context, authority } = statement;
  const terms: LookupTerm[] = [['verb', verb.id]];
  addActor(terms, actor);
  if (object.objectType === 'Agent' || object.objectType === 'Group') addActor(terms, object);
  else if (isActivity(object)) terms.push(['activity', object.id]);
  visitAgents(statement, (agent) => add(terms, 'related-agent', agent));
  addActivities(terms, statement);
  if (context?.registration !== undefined) terms.push(registrationTerm(context.registration));
  const key = authority?.account?.name;
  if (key !== undefined) terms.push(['related-agent', key]);
  return terms;
}

export const registrationTerm = (id: string): LookupTerm => ['registration', id.toLowerCase()];

function addActor(terms: LookupTerm[], actor: Actor): void {
  add(terms, 'agent', actor);
  if (actor.objectType === 'Group') for (const member of actor.member ?? []) add(terms, 'agent', member);
}

function add(terms: LookupTerm[], kind: 'agent' | 'related-agent', actor: Actor): void {
  const pid = pidOf(actor);
  if (pid !== undefined) terms.push([kind, pid]);
}

function addActivities(terms: LookupTerm[], { object, context }: StatementCore<StatementObject>): void {
  if (context?.contextActivities !== undefined) addContext(terms, context.contextActivities);
  if (object.objectType === 'SubStatement') addActivities(terms, object);
  else if (isActivity(object)) terms.push(['related-activity', object.id]);
}

function addContext(terms: LookupTerm[], activities: NonNullable<Context['contextActivities']>): void {
  for (const kind of contextActivityKinds)
    for (const { id } of activitiesIn(activities[kind])) terms.push(['related-activity', id]);
}

/** Whose the statement is: the key that vouches for it, by its account's name; undefined where nobody does. */
export function authorityTerm({ authority }: Statement): LookupTerm | undefined {
  const key = authority?.account?.name;
  return key === undefined ? undefined : ['authority', key];
}
