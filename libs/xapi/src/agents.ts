import type { Actor, Agent, Context, Group, Statement, StatementCore, StatementObject } from './statement.js';
import { pidHomePage } from '#libs/contracts';

/** What happens to one agent or group; of a group, the members have been replaced already. */
export type ActorMap = (actor: Actor) => Actor;

/**
 * The statement with every agent and group replaced, at any depth: actor, object, authority, instructor, team,
 * contextAgents, contextGroups, members, and the same within a sub-statement. Nothing is changed in place; parts
 * without a changed agent are shared with the statement given, and where nothing changed it is returned itself.
 *
 * `map` must keep the objectType: an agent for an agent, a group for a group.
 */
export function mapAgents(statement: Statement, map: ActorMap): Statement {
  const mapped = mapCore(statement, map);
  if (mapped.authority === undefined) return mapped;
  const authority = mapActor(mapped.authority, map);
  return authority === mapped.authority ? mapped : { ...mapped, authority };
}

/** Calls `visit` for every agent and group, members before their group. */
export function visitAgents(statement: Statement, visit: (actor: Actor) => void): void {
  mapAgents(statement, (actor) => {
    visit(actor);
    return actor;
  });
}

function mapCore<S extends StatementCore<StatementObject>>(statement: S, map: ActorMap): S {
  const actor = mapActor(statement.actor, map);
  const object = mapObject(statement.object, map);
  const context = statement.context === undefined ? undefined : mapContext(statement.context, map);
  if (actor === statement.actor && object === statement.object && context === statement.context) {
    return statement;
  }
  return context === undefined ? { ...statement, actor, object } : { ...statement, actor, object, context };
}

function mapObject(object: StatementObject, map: ActorMap): StatementObject {
  switch (object.objectType) {
    case 'Agent':
    case 'Group':
      return mapActor(object, map);
    case 'SubStatement':
      return mapCore(object, map);
    default:
      return object;
  }
}

function mapContext(context: Context, map: ActorMap): Context {
  let mapped = context;
  const { instructor, team, contextAgents, contextGroups } = context;
  if (instructor !== undefined) {
    const next = mapActor(instructor, map);
    if (next !== instructor) mapped = { ...mapped, instructor: next };
  }
  if (team !== undefined) {
    const next = mapActor(team, map);
    if (next !== team) mapped = { ...mapped, team: next };
  }
  if (contextAgents !== undefined) {
    const next = mapItems(contextAgents, (part) => {
      const agent = mapActor(part.agent, map);
      return agent === part.agent ? part : { ...part, agent };
    });
    if (next !== contextAgents) mapped = { ...mapped, contextAgents: next };
  }
  if (contextGroups !== undefined) {
    const next = mapItems(contextGroups, (part) => {
      const group = mapActor(part.group, map);
      return group === part.group ? part : { ...part, group };
    });
    if (next !== contextGroups) mapped = { ...mapped, contextGroups: next };
  }
  return mapped;
}

function mapActor<A extends Actor>(actor: A, map: ActorMap): A {
  // The map keeps agents agents and groups groups, so that what comes back is an A again.
  if (actor.objectType !== 'Group' || actor.member === undefined) return map(actor) as A;
  const member = mapItems(actor.member, (agent) => map(agent) as Agent);
  return map(member === actor.member ? actor : { ...actor, member }) as A;
}

function mapItems<T>(items: readonly T[], map: (item: T) => T): readonly T[] {
  const mapped = items.map(map);
  return mapped.every((item, index) => item === items[index]) ? items : mapped;
}

/**
 * One text for each identity, the same for every way of writing it:
 *
 * - `mbox:user@example.org`: the domain in lower case, the local part as sent (RFC 5321: domains are
 *   case-insensitive, local parts are not);
 * - `mbox_sha1sum:` and 40 hexadecimal digits in lower case;
 * - `openid:` and the URI as sent;
 * - `account:homePage|name`, in which the home page has `\` and `|` escaped by a `\`, so that the first bare `|` divides.
 *
 * Undefined for an anonymous group.
 */
export function identifierOf(actor: Actor): string | undefined {
  if (actor.account !== undefined) {
    const { homePage, name } = actor.account;
    // To look first is cheaper: hardly any has one.
    const home = /[\\|]/.test(homePage) ? homePage.replace(/[\\|]/g, String.raw`\$&`) : homePage;
    return `account:${home}|${name}`;
  }
  if (actor.mbox !== undefined) {
    const address = actor.mbox.slice('mailto:'.length);
    const at = address.lastIndexOf('@');
    return `mbox:${address.slice(0, at)}${address.slice(at).toLowerCase()}`;
  }
  if (actor.mbox_sha1sum !== undefined) return `mbox_sha1sum:${actor.mbox_sha1sum.toLowerCase()}`;
  return actor.openid === undefined ? undefined : `openid:${actor.openid}`;
}

/** Every identity that a statement names, once each. */
export function identifiersOf(statement: Statement): ReadonlySet<string> {
  const identifiers = new Set<string>();
  visitAgents(statement, (actor) => {
    const identifier = identifierOf(actor);
    if (identifier !== undefined) identifiers.add(identifier);
  });
  return identifiers;
}

export function pseudonymousAgent(pid: string): Agent {
  return { objectType: 'Agent', account: { homePage: pidHomePage, name: pid } };
}

export function pseudonymousGroup(pid: string, member?: readonly Agent[]): Group {
  const account = { homePage: pidHomePage, name: pid };
  return member === undefined ? { objectType: 'Group', account } : { objectType: 'Group', account, member };
}

/** The pseudonym, where the agent or group stands under one. */
export function pidOf(actor: Actor): string | undefined {
  return actor.account?.homePage === pidHomePage ? actor.account.name : undefined;
}
