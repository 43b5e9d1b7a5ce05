import type { ScrubCounts, ScrubKind } from '#libs/contracts';
import {
  classOf,
  contextActivityKinds,
  isActivity,
  type Activity,
  type Attachment,
  type Context,
  type ContextActivities,
  type InteractionType,
  type Result,
  type Statement,
  type StatementCore,
  type StatementObject,
} from '#libs/xapi';
import { mayIdentify, scrubText } from './scrub-text.js';

export interface Scrubbed {
  /** The statement given where nothing was found. */
  readonly statement: Statement;
  readonly counts: ScrubCounts;
}

type OnFound = (kind: ScrubKind) => void;

const none: ScrubCounts = {};

/**
 * The statement without identifiers of patients in what people have written: responses (but of interactions whose
 * responses are ids or numbers), texts of attachments, strings in the extensions of result and context, and all texts
 * of discussions, whose titles learners write. Ids, IRIs, accounts and the texts of other activities, which are
 * course content, stay as they are. Nothing is changed in place.
 */
export function scrubStatement(statement: Statement): Scrubbed {
  let counts: Partial<Record<ScrubKind, number>> | undefined;
  const scrubbed = scrubCore(statement, (kind) => {
    counts ??= {};
    counts[kind] = (counts[kind] ?? 0) + 1;
  });
  return { statement: scrubbed, counts: counts ?? none };
}

function scrubCore<S extends StatementCore<StatementObject>>(statement: S, found: OnFound): S {
  const object = scrubObject(statement.object, found);
  const result = statement.result && scrubResult(statement.result, interactionOf(statement.object), found);
  const context = statement.context && scrubContext(statement.context, found);
  const attachments = statement.attachments && scrubItems(statement.attachments, scrubAttachment, found);
  if (
    object === statement.object &&
    result === statement.result &&
    context === statement.context &&
    attachments === statement.attachments
  )
    return statement;
  return {
    ...statement,
    object,
    ...(result && { result }),
    ...(context && { context }),
    ...(attachments && { attachments }),
  };
}

function scrubObject(object: StatementObject, found: OnFound): StatementObject {
  if (object.objectType === 'SubStatement') return scrubCore(object, found);
  return isActivity(object) ? scrubActivity(object, found) : object;
}

function interactionOf(object: StatementObject): InteractionType | undefined {
  return isActivity(object) ? object.definition?.interactionType : undefined;
}

/** Interactions that are answered in words; the others by ids of choices, or by a number. */
const answeredInWords: ReadonlySet<InteractionType | undefined> = new Set<InteractionType | undefined>([
  undefined,
  'fill-in',
  'long-fill-in',
  'other',
]);

function scrubResult(result: Result, interaction: InteractionType | undefined, found: OnFound): Result {
  let next = result;
  if (result.response !== undefined && answeredInWords.has(interaction)) {
    const response = scrubString(result.response, found);
    if (response !== result.response) next = { ...next, response };
  }
  if (result.extensions !== undefined) {
    const extensions = scrubValues(result.extensions, found);
    if (extensions !== result.extensions) next = { ...next, extensions };
  }
  return next;
}

function scrubContext(context: Context, found: OnFound): Context {
  let next = context;
  if (context.extensions !== undefined) {
    const extensions = scrubValues(context.extensions, found);
    if (extensions !== context.extensions) next = { ...next, extensions };
  }
  if (context.contextActivities !== undefined) {
    const contextActivities = scrubContextActivities(context.contextActivities, found);
    if (contextActivities !== context.contextActivities) next = { ...next, contextActivities };
  }
  return next;
}

function scrubContextActivities(activities: ContextActivities, found: OnFound): ContextActivities {
  let next = activities;
  for (const kind of contextActivityKinds) {
    const listed = activities[kind];
    if (listed === undefined) continue;
    const scrubbed = 'id' in listed ? scrubActivity(listed, found) : scrubItems(listed, scrubActivity, found);
    if (scrubbed !== listed) next = { ...next, [kind]: scrubbed };
  }
  return next;
}

function scrubActivity(activity: Activity, found: OnFound): Activity {
  const { definition } = activity;
  if (definition === undefined || classOf(activity) !== 'discussion') return activity;
  const { name, description, extensions } = definition;
  const scrubbed = {
    ...(name && { name: scrubValues(name, found) }),
    ...(description && { description: scrubValues(description, found) }),
    ...(extensions && { extensions: scrubValues(extensions, found) }),
  };
  const same =
    scrubbed.name === name && scrubbed.description === description && scrubbed.extensions === extensions;
  return same ? activity : { ...activity, definition: { ...definition, ...scrubbed } };
}

function scrubAttachment(attachment: Attachment, found: OnFound): Attachment {
  const display = scrubValues(attachment.display, found);
  const description = attachment.description && scrubValues(attachment.description, found);
  if (display === attachment.display && description === attachment.description) return attachment;
  return { ...attachment, display, ...(description && { description }) };
}

function scrubItems<T>(
  items: readonly T[],
  scrub: (item: T, found: OnFound) => T,
  found: OnFound,
): readonly T[] {
  let next: T[] | undefined;
  for (const [index, item] of items.entries()) {
    const scrubbed = scrub(item, found);
    if (scrubbed === item) continue;
    next ??= [...items];
    next[index] = scrubbed;
  }
  return next ?? items;
}

/** Strings at any depth; the validator bounds the depth of extensions. */
function scrubValues<V extends Readonly<Record<string, unknown>>>(values: V, found: OnFound): V {
  let next: V | undefined;
  for (const key in values) {
    const value = values[key];
    const scrubbed = scrubValue(value, found, key);
    if (scrubbed !== value) next = { ...(next ?? values), [key]: scrubbed };
  }
  return next ?? values;
}

function scrubValue(value: unknown, found: OnFound, key: string): unknown {
  if (typeof value === 'string')
    return mayIdentify(value) && !namesAnId.test(key) ? scrubString(value, found) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return scrubItems<unknown>(value, (item) => scrubValue(item, found, key), found);
  return scrubValues(value as Readonly<Record<string, unknown>>, found);
}

/** Keys of extensions whose values are ids of sessions, attempts, runs...: a changed one would join what is apart. */
const namesAnId =
  /(?:^|session|attempt|registration|request|course|run|activity|event|object|item|block|question|content|user|account|actor)[-_ ]?(?:id|ids|uuid|guid)$|\/extensions\/run$/i;

/** A whole string that is an address or a URN is an id, not a text. */
const isAddress = /^(?:[a-z][a-z0-9+.-]*:\/\/|urn:)[!-~]+$/i;

function scrubString(text: string, found: OnFound): string {
  return mayIdentify(text) && !isAddress.test(text) ? scrubText(text, found) : text;
}
