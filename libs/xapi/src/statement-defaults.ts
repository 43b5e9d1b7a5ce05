import { activitiesIn } from './activities.js';
import {
  contextActivityKinds,
  type Activity,
  type Context,
  type ContextActivities,
  type ContextActivityKind,
  type Actor,
  type Statement,
  type StatementCore,
  type StatementObject,
  type StoredStatement,
} from './statement.js';
import type { XapiVersion } from './version.js';

/** What the record store knows of a statement that the statement may not know of itself. */
export interface StatementDefaults {
  /** Taken where the statement has no id of its own. */
  readonly id: string;
  /** ISO 8601 UTC with milliseconds; overwrites what was sent. */
  readonly stored: string;
  /** From the key that brought the statement; overwrites what was sent. */
  readonly authority: Actor;
  /** Data model of the request; a version that the statement has is kept. */
  readonly version: XapiVersion;
}

/**
 * The statement as it is stored and returned (xAPI 1.0.3, Data 2.4.7 to 2.4.10). The timestamp is kept to the
 * letter where one was sent. Context activities become arrays (Data 2.4.6.2).
 *
 * A statement without version gets 1.0.0 under 1.0.x (Data 2.4.10) and 2.0.0 under 2.0.
 */
export function storedStatement(statement: Statement, defaults: StatementDefaults): StoredStatement {
  const { object } = statement;
  return {
    ...withContextArrays(statement),
    object: object.objectType === 'SubStatement' ? withContextArrays(object) : object,
    id: statement.id ?? defaults.id,
    timestamp: statement.timestamp ?? defaults.stored,
    stored: defaults.stored,
    authority: defaults.authority,
    version: statement.version ?? (defaults.version === '1.0.3' ? '1.0.0' : '2.0.0'),
  };
}

function withContextArrays<S extends StatementCore<StatementObject>>(statement: S): S {
  const context = statement.context;
  const activities = context?.contextActivities;
  if (activities === undefined || contextActivityKinds.every((kind) => isListOrAbsent(activities[kind]))) {
    return statement;
  }
  return { ...statement, context: { ...context, contextActivities: asLists(activities) } satisfies Context };
}

function isListOrAbsent(activities: ContextActivities[ContextActivityKind]): boolean {
  return activities === undefined || Array.isArray(activities);
}

function asLists(activities: ContextActivities): ContextActivities {
  const lists: Partial<Record<ContextActivityKind, readonly Activity[]>> = {};
  for (const kind of contextActivityKinds) {
    const one = activities[kind];
    if (one !== undefined) lists[kind] = activitiesIn(one);
  }
  return lists;
}
