import { identifierOf, mapAgents, pidOf, pseudonymousAgent, pseudonymousGroup } from './agents.js';
import type { Actor, Agent, Group, Statement } from './statement.js';

/**
 * A person is written in more than one way: with a name or without, the domain of the address in capitals, with the
 * objectType or without. Each way is a form; a person's forms are numbered from 0, the first seen. A pseudonymous
 * agent that stands for another form than 0 is marked with its number, and a named group without identifier with the
 * pseudonym of its name, so that who may know people reads what was sent. Marks are no xAPI and are never given out.
 */
const formMark = '~form';
const nameMark = '~name';

type MarkedAgent = Agent & { readonly [formMark]?: number };
type MarkedGroup = Group & { readonly [formMark]?: number; readonly [nameMark]?: string };

/** What the vault is asked for. */
export interface AgentRef {
  readonly pid: string;
  readonly form: number;
}

/** The agent or group as it was sent, keys in one order; of a group without its members. */
export function agentForm({ objectType, name, mbox, mbox_sha1sum, openid, account }: Actor): Actor {
  const form: Partial<Record<keyof Actor, unknown>> = {};
  if (objectType !== undefined) form.objectType = objectType;
  if (name !== undefined) form.name = name;
  if (mbox !== undefined) form.mbox = mbox;
  if (mbox_sha1sum !== undefined) form.mbox_sha1sum = mbox_sha1sum;
  if (openid !== undefined) form.openid = openid;
  if (account !== undefined) form.account = { homePage: account.homePage, name: account.name };
  return form as Actor;
}

/** Are both written in one way? */
export function sameForm(one: Actor, other: Actor): boolean {
  return (
    one === other ||
    (one.mbox === other.mbox &&
      one.name === other.name &&
      one.objectType === other.objectType &&
      one.account?.name === other.account?.name &&
      one.account?.homePage === other.account?.homePage &&
      one.mbox_sha1sum === other.mbox_sha1sum &&
      one.openid === other.openid)
  );
}

/** What the vault keeps the name of a group without identifier under: undefined where it has none. */
export function groupNameIdentifier(group: Group): string | undefined {
  return group.name === undefined || identifierOf(group) !== undefined ? undefined : `group:${group.name}`;
}

/**
 * The statement with no identity left in its agents and groups: identifiers become pseudonyms, names are dropped,
 * anonymous groups keep their (pseudonymous) members; with marks from which the forms can be given back, which change
 * nothing of what makes two statements equal. An agent that arrives under the pseudonym's home page is treated like any
 * other: nobody may claim a pseudonym.
 * @param refOf the pseudonym and the form of an agent or group, by what `identifierOf` or `groupNameIdentifier` returned
 */
export function pseudonymise(
  statement: Statement,
  refOf: (identifier: string, actor: Actor) => AgentRef,
): Statement {
  return mapAgents(statement, (actor) => {
    const identifier = identifierOf(actor);
    if (actor.objectType !== 'Group') {
      const { pid, form } = refOf(identifier ?? '', actor);
      return form === 0 ? pseudonymousAgent(pid) : { ...pseudonymousAgent(pid), [formMark]: form };
    }
    if (identifier !== undefined) {
      const { pid, form } = refOf(identifier, actor);
      const group = pseudonymousGroup(pid, actor.member);
      return form === 0 ? group : { ...group, [formMark]: form };
    }
    const bare: Group = { objectType: 'Group', member: actor.member ?? [] };
    const nameIdentifier = groupNameIdentifier(actor);
    return nameIdentifier === undefined ? bare : { ...bare, [nameMark]: refOf(nameIdentifier, actor).pid };
  });
}

/** Every person and form that a stored statement stands for. */
export function agentRefs(statements: readonly Statement[]): AgentRef[] {
  const refs = new Map<string, AgentRef>();
  const add = (ref: AgentRef) => refs.set(`${ref.pid} ${ref.form}`, ref);
  for (const statement of statements)
    mapAgents(statement, (actor) => {
      const { [formMark]: form = 0 } = actor as MarkedAgent;
      const { [nameMark]: name } = actor as MarkedGroup;
      const pid = pidOf(actor);
      if (pid !== undefined) add({ pid, form });
      if (name !== undefined) add({ pid: name, form: 0 });
      return actor;
    });
  return [...refs.values()];
}

/**
 * The stored statement with its people as they were sent. `formOf` gives undefined for who is not known (any more):
 * they stay pseudonyms.
 */
export function identify(statement: Statement, formOf: (ref: AgentRef) => Actor | undefined): Statement {
  return mapAgents(statement, (actor) => {
    const pid = pidOf(actor);
    if (pid === undefined) return named(actor, formOf);
    const { [formMark]: form = 0 } = actor as MarkedAgent;
    const sent = formOf({ pid, form });
    if (sent === undefined) return unmarked(actor);
    if (actor.objectType === 'Group')
      return {
        ...sent,
        objectType: 'Group',
        ...(actor.member === undefined ? {} : { member: actor.member }),
      };
    // one account may be an agent here and a group there
    return sent.objectType === 'Group' ? { ...sent, objectType: 'Agent' } : sent;
  });
}

function named(actor: Actor, formOf: (ref: AgentRef) => Actor | undefined): Actor {
  const { [nameMark]: pid } = actor as MarkedGroup;
  if (pid === undefined) return actor;
  const name = formOf({ pid, form: 0 })?.name;
  return name === undefined ? unmarked(actor) : { ...unmarked(actor), name };
}

function unmarked(actor: Actor): Actor {
  const { [formMark]: form, [nameMark]: name, ...bare } = actor as MarkedGroup;
  return form === undefined && name === undefined ? actor : bare;
}

/** The JSON of a stored statement without marks. Hardly any has one, and to look first is cheaper. */
export function withoutMarks(json: string): string {
  if (!json.includes(`"${formMark}"`) && !json.includes(`"${nameMark}"`)) return json;
  return JSON.stringify(mapAgents(JSON.parse(json) as Statement, unmarked));
}
