import {
  contextActivityKinds,
  type Activity,
  type Context,
  type ContextActivities,
  type ContextActivityKind,
  type Statement,
  type StatementCore,
  type StatementObject,
} from './statement.js';

const none: readonly Activity[] = [];

/** Context activities of one kind as a list: single ones are legal on the way in. */
export function activitiesIn(listed: ContextActivities[ContextActivityKind]): readonly Activity[] {
  if (listed === undefined) return none;
  return 'id' in listed ? [listed] : listed;
}

/** The statement with every activity replaced: object, context activities, and the same within a sub-statement. */
export function mapActivities(statement: Statement, map: (activity: Activity) => Activity): Statement {
  return mapCore(statement, map);
}

function mapCore<S extends StatementCore<StatementObject>>(
  statement: S,
  map: (activity: Activity) => Activity,
): S {
  const object = mapObject(statement.object, map);
  const { context } = statement;
  if (context?.contextActivities === undefined) return { ...statement, object };
  const contextActivities: Partial<Record<ContextActivityKind, readonly Activity[]>> = {};
  for (const kind of contextActivityKinds) {
    const listed = context.contextActivities[kind];
    if (listed !== undefined) contextActivities[kind] = activitiesIn(listed).map(map);
  }
  return { ...statement, object, context: { ...context, contextActivities } satisfies Context };
}

function mapObject(object: StatementObject, map: (activity: Activity) => Activity): StatementObject {
  switch (object.objectType) {
    case 'Agent':
    case 'Group':
    case 'StatementRef':
      return object;
    case 'SubStatement':
      return mapCore(object, map);
    default:
      return map(object);
  }
}
