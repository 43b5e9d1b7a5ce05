import { mapActivities } from './activities.js';
import { mapAgents } from './agents.js';
import type {
  Activity,
  ActivityDefinition,
  Actor,
  InteractionComponent,
  LanguageMap,
  Statement,
  Verb,
} from './statement.js';

/**
 * `format=ids` (xAPI 1.0.3, Communication 2.1.3): of agents, groups, verbs and activities only what identifies
 * them (an activity is one by default, so that its objectType goes too); of anonymous groups what identifies each
 * member.
 */
export function formatIds(statement: Statement): Statement {
  const bare = mapActivities(mapAgents(statement, withoutName), ({ id }) => ({ id }));
  return mapVerbs(bare, ({ id }) => ({ id }));
}

function withoutName(actor: Actor): Actor {
  const identified = { ...actor };
  delete identified.name;
  const isIdentified = actor.mbox ?? actor.mbox_sha1sum ?? actor.openid ?? actor.account;
  if (identified.objectType === 'Group' && isIdentified !== undefined) delete identified.member;
  return identified;
}

/** What the record store holds to be true of verbs and activities, beyond the statement at hand. */
export interface CanonicalSource {
  /** Undefined where the statement's own shall do. */
  readonly definitionOf: (activityId: string) => ActivityDefinition | undefined;
  readonly displayOf: (verbId: string) => LanguageMap | undefined;
}

/** Every activity and verb that the statements name, once each: what a `CanonicalSource` is asked for. */
export function namedIn(statements: readonly Statement[]): {
  readonly activities: readonly string[];
  readonly verbs: readonly string[];
} {
  const activities = new Set<string>();
  const verbs = new Set<string>();
  for (const statement of statements) {
    mapActivities(statement, (activity) => {
      activities.add(activity.id);
      return activity;
    });
    mapVerbs(statement, (verb) => {
      verbs.add(verb.id);
      return verb;
    });
  }
  return { activities: [...activities], verbs: [...verbs] };
}

/**
 * `format=canonical`: activities and verbs as the record store knows them, in one language; agents as they were sent.
 * `languages` are tags in order of preference, see `preferredLanguages`.
 */
export function formatCanonical(
  statement: Statement,
  source: CanonicalSource,
  languages: readonly string[],
): Statement {
  const canonical = mapActivities(statement, (activity) => canonicalActivity(activity, source, languages));
  return mapVerbs(canonical, ({ id, display: own }) => {
    const display = source.displayOf(id) ?? own;
    return display === undefined ? { id } : { id, display: inOneLanguage(display, languages) };
  });
}

function canonicalActivity(
  activity: Activity,
  source: CanonicalSource,
  languages: readonly string[],
): Activity {
  const definition = source.definitionOf(activity.id) ?? activity.definition;
  return definition === undefined
    ? activity
    : { ...activity, definition: definitionIn(definition, languages) };
}

const componentLists = ['choices', 'scale', 'source', 'target', 'steps'] as const;

function definitionIn(definition: ActivityDefinition, languages: readonly string[]): ActivityDefinition {
  const lists: Partial<Record<(typeof componentLists)[number], InteractionComponent[]>> = {};
  for (const list of componentLists) {
    const components = definition[list];
    if (components !== undefined)
      lists[list] = components.map((component) => componentIn(component, languages));
  }
  const { name, description } = definition;
  return {
    ...definition,
    ...(name && { name: inOneLanguage(name, languages) }),
    ...(description && { description: inOneLanguage(description, languages) }),
    ...lists,
  };
}

function componentIn(component: InteractionComponent, languages: readonly string[]): InteractionComponent {
  const { description } = component;
  return description === undefined
    ? component
    : { ...component, description: inOneLanguage(description, languages) };
}

function mapVerbs(statement: Statement, map: (verb: Verb) => Verb): Statement {
  const { object } = statement;
  const verb = map(statement.verb);
  if (object.objectType !== 'SubStatement') return { ...statement, verb };
  return { ...statement, verb, object: { ...object, verb: map(object.verb) } };
}

/**
 * The one entry of a language map that a reader wants most: the first preferred tag that matches (RFC 4647, lookup:
 * `zh-Hans-CN` falls back to `zh-Hans`, then `zh`; a bare `zh` takes any Chinese), else the first that there is.
 */
export function inOneLanguage(map: LanguageMap, languages: readonly string[]): LanguageMap {
  const tags = Object.keys(map);
  const tag = languages.map((wanted) => lookUp(tags, wanted)).find((found) => found !== undefined) ?? tags[0];
  return tag === undefined ? map : { [tag]: map[tag] ?? '' };
}

function lookUp(tags: readonly string[], wanted: string): string | undefined {
  if (wanted === '*') return tags[0];
  let range = wanted.toLowerCase();
  for (;;) {
    const exact = tags.find((tag) => tag.toLowerCase() === range);
    if (exact !== undefined) return exact;
    const cut = range.lastIndexOf('-');
    if (cut === -1) return tags.find((tag) => tag.toLowerCase().startsWith(`${range}-`));
    range = range.slice(0, cut);
  }
}

/** Tags of an Accept-Language header, most wanted first; those of weight 0 are not wanted at all. */
export function preferredLanguages(header: string | undefined): string[] {
  return (header ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';').map((piece) => piece.trim());
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      return { tag, weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ tag, weight }) => tag !== '' && weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
}
