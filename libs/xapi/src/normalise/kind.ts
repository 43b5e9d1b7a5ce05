import { verbs, type EventKind } from '#libs/contracts';
import { isActivity, type Context, type ContextActivities, type Statement } from '../statement.js';
import { classOf } from './activity-class.js';
import { adlVerbs } from './adl.js';
import { cmi5Verbs } from './cmi5.js';
import { activitiesIn } from '../activities.js';
import { h5pVerbs } from './h5p.js';
import { moodleVerbs } from './moodle.js';
import { openEdxOwnSense, openEdxTransformerExtension, openEdxVerbs } from './open-edx.js';
import { snowlightVerbTable } from './snowlight.js';
import type { EventFacts, VerbRule } from './sender-tables.js';
import { videoVerbs } from './video.js';

const rules: ReadonlyMap<string, VerbRule> = new Map<string, VerbRule>([
  [verbs.voided, 'voided'],
  ...adlVerbs,
  ...cmi5Verbs,
  ...videoVerbs,
  ...moodleVerbs,
  ...openEdxVerbs,
  ...h5pVerbs,
  ...snowlightVerbTable,
]);

const openEdxRules: ReadonlyMap<string, VerbRule> = new Map(openEdxOwnSense);

/** The kind that the verb, its object and its sender speak of; `other` where no table knows the verb. */
export function kindOf(statement: Statement): EventKind {
  const verb = statement.verb.id;
  const rule = (isFromOpenEdx(statement.context) ? openEdxRules.get(verb) : undefined) ?? rules.get(verb);
  if (rule === undefined) return 'other';
  return typeof rule === 'string' ? rule : rule(factsOf(statement));
}

function isFromOpenEdx(context: Context | undefined): boolean {
  return context?.extensions?.[openEdxTransformerExtension] !== undefined;
}

function factsOf({ object, result, context }: Statement): EventFacts {
  return {
    object: isActivity(object) ? classOf(object) : 'unknown',
    isScored: result?.score !== undefined,
    isCompleted: result?.completion === true,
    isWithinDiscussion: isDiscussed(context?.contextActivities),
  };
}

function isDiscussed(activities: ContextActivities | undefined): boolean {
  if (activities === undefined) return false;
  const around = [...activitiesIn(activities.parent), ...activitiesIn(activities.grouping)];
  return around.some((activity) => classOf(activity) === 'discussion');
}
