import { activityTypes, snowlightActivityTypes } from '#libs/contracts';
import type { Activity } from '../statement.js';
import { h5pActivityTypes } from './h5p.js';
import { moodleActivityTypes } from './moodle.js';
import { openEdxActivityTypes } from './open-edx.js';
import type { ActivityClass, ActivityTypeTable } from './sender-tables.js';

const adl = 'http://adlnet.gov/expapi/activities/';
const tinCan = 'http://id.tincanapi.com/activitytype/';

const general: ActivityTypeTable = [
  [snowlightActivityTypes.run, 'course'],
  [snowlightActivityTypes.session, 'session'],
  [snowlightActivityTypes.skillCheck, 'skill-check'],
  [activityTypes.course, 'course'],
  [activityTypes.video, 'video'],
  [activityTypes.interaction, 'item'],
  [activityTypes.assessment, 'assessment'],
  [activityTypes.discussion, 'discussion'],
  [activityTypes.forumTopic, 'discussion'],
  [`${adl}question`, 'item'],
  [`${adl}attempt`, 'attempt'],
  [`${adl}meeting`, 'session'],
  [`${tinCan}school-assignment`, 'assessment'],
  ['http://activitystrea.ms/schema/1.0/video', 'video'],
  ['http://activitystrea.ms/schema/1.0/event', 'session'],
  ['https://w3id.org/xapi/cmi5/activitytype/course', 'course'],
];

const classes: ReadonlyMap<string, ActivityClass> = new Map([
  ...general,
  ...moodleActivityTypes,
  ...openEdxActivityTypes,
  ...h5pActivityTypes,
]);

/** Ids by which Open edX and Moodle name a course where the definition is left out. */
const courseId = /(?:^|\/course\/)(?:course|ccx)-v1:[^/]+$|\/course\/view\.php\?id=\d+$/;

export function classOf(activity: Activity): ActivityClass {
  const type = activity.definition?.type;
  if (type === undefined) return courseId.test(activity.id) ? 'course' : 'unknown';
  return classes.get(type) ?? 'unknown';
}
