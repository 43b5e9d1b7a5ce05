import { snowlightActivityTypes, snowlightExtensions } from '#libs/contracts';
import { isActivity, type Activity, type Context, type Statement } from '../statement.js';
import { classOf } from './activity-class.js';
import { activitiesIn } from '../activities.js';

const enclosing = ['parent', 'grouping', 'category'] as const;

/**
 * IRI of the course run that a statement belongs to, empty where it names none: Snowlight's context extension; else
 * an activity of Snowlight's run type; else a course in parent, grouping or category, the outermost of each (Moodle
 * lists them from near to far, and gives content packages the type of a course too); else the object itself where
 * it is a course; else, for a bare Open edX block, the course that its key names.
 */
export function runOf({ object, context }: Statement): string {
  return (context && runOfContext(context)) ?? (isActivity(object) ? runOfObject(object) : '');
}

function runOfContext(context: Context): string | undefined {
  const named = context.extensions?.[snowlightExtensions.run];
  if (typeof named === 'string' && named !== '') return named;
  const activities = context.contextActivities;
  if (activities === undefined) return undefined;
  let course: string | undefined;
  for (const kind of enclosing) {
    const listed = activitiesIn(activities[kind]);
    for (let index = listed.length - 1; index >= 0; index--) {
      const activity = listed[index]!;
      if (activity.definition?.type === snowlightActivityTypes.run) return activity.id;
      if (course === undefined && classOf(activity) === 'course') course = activity.id;
    }
  }
  return course;
}

/** `{host}/xblock/block-v1:ORG+COURSE+RUN+type@...`, also without a host and for `ccx-block-v1`. */
const block = /^(?:(.*)\/xblock\/)?(ccx-)?block-v1:(.+?)\+type@/;

function runOfObject(object: Activity): string {
  if (classOf(object) === 'course') return object.id;
  if (!object.id.includes('block-v1:')) return '';
  const [, host, ccx, key] = block.exec(object.id) ?? [];
  if (key === undefined) return '';
  return `${host === undefined ? '' : `${host}/course/`}${ccx === undefined ? 'course' : 'ccx'}-v1:${key}`;
}

/**
 * The nearest enclosing activity below the run, empty where none is named. Attempts are passed over: they belong to
 * one learner, and what is asked of a parent is which quiz or module it was.
 */
export function parentOf({ context }: Statement, run: string): string {
  const activities = context?.contextActivities;
  if (activities === undefined) return '';
  for (const kind of ['parent', 'grouping'] as const) {
    for (const activity of activitiesIn(activities[kind])) {
      if (activity.id === run) continue;
      const around = classOf(activity);
      if (around !== 'attempt' && around !== 'course' && around !== 'surroundings') return activity.id;
    }
  }
  return '';
}
