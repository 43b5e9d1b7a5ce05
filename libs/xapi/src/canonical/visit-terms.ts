import { activitiesIn } from '../activities.js';
import {
  contextActivityKinds,
  isActivity,
  type Activity,
  type ActivityDefinition,
  type LanguageMap,
  type Statement,
  type StatementCore,
  type StatementObject,
} from '../statement.js';

export interface TermVisitor {
  readonly activity: (id: string, definition: ActivityDefinition) => void;
  readonly verb: (id: string, display: LanguageMap) => void;
}

/** Every activity that the statement defines and every verb that it displays, those of a sub-statement too. */
export function visitTerms(statement: Statement, visitor: TermVisitor): void {
  visitCore(statement, visitor);
}

function visitCore({ verb, object, context }: StatementCore<StatementObject>, visitor: TermVisitor): void {
  if (verb.display !== undefined) visitor.verb(verb.id, verb.display);
  if (isActivity(object)) visitActivity(object, visitor);
  else if (object.objectType === 'SubStatement') visitCore(object, visitor);
  const activities = context?.contextActivities;
  if (activities === undefined) return;
  for (const kind of contextActivityKinds)
    for (const activity of activitiesIn(activities[kind])) visitActivity(activity, visitor);
}

function visitActivity({ id, definition }: Activity, visitor: TermVisitor): void {
  if (definition !== undefined) visitor.activity(id, definition);
}
