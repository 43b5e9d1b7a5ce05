import { byObject, type ActivityTypeTable, type VerbTable } from './sender-tables.js';

/** What Moodle's log store (logstore_xapi) sends beyond ADL's verbs. */
const streams = 'http://activitystrea.ms/';
const schema = 'http://activitystrea.ms/schema/1.0/';
const tla = 'https://w3id.org/xapi/tla/verbs/';
const across = 'https://w3id.org/xapi/acrossx/verbs/';
const edlm = 'https://xapi.edlm/profiles/edlm-lms/concepts/verbs/';

export const moodleVerbs: VerbTable = [
  // A new discussion is the question; whatever else is made (notes, groups, calendar) is administration.
  [`${streams}create`, byObject({ discussion: 'asked' }, 'other')],
  [`${streams}join`, byObject({ session: 'attended' }, 'other')],
  [`${schema}join`, byObject({ session: 'attended' }, 'other')],
  [`${streams}leave`, byObject({ course: 'withdrew', session: 'left' }, 'other')],
  [`${schema}leave`, byObject({ course: 'withdrew', session: 'left' }, 'other')],
  [`${streams}start`, 'launched'],
  [`${schema}start`, 'launched'],
  [`${streams}submit`, 'submitted'],
  [`${streams}send`, 'replied'],
  [`${streams}update`, 'interacted'],
  [`${schema}receive`, 'viewed'],
  [`${edlm}enrolled`, 'registered'],
  [`${edlm}login`, 'launched'],
  [`${edlm}logout`, 'left'],
  [`${edlm}restarted`, 'launched'],
  [`${edlm}subscribed`, 'interacted'],
  [`${edlm}unsubscribed`, 'interacted'],
  [`${edlm}toured`, 'interacted'],
  // On a course these speak of the enrolment, elsewhere of the learner's sitting.
  [`${tla}resumed`, byObject({ course: 'registered' }, 'launched')],
  [`${tla}suspended`, byObject({ course: 'withdrew' }, 'left')],
  [`${tla}scored`, byObject({ 'skill-check': 'skill_checked' }, 'graded')],
  ['https://w3id.org/xapi/dod-isd/verbs/assessed', byObject({ 'skill-check': 'skill_checked' }, 'graded')],
  [`${across}edited`, 'interacted'],
  [`${across}searched`, 'interacted'],
];

const tinCan = 'http://id.tincanapi.com/activitytype/';
const concepts = 'https://xapi.edlm/profiles/edlm-lms/concepts/activity-types/';

export const moodleActivityTypes: ActivityTypeTable = [
  [`${tinCan}lms/course`, 'course'],
  [`${tinCan}forum-reply`, 'discussion'],
  [`${tinCan}survey`, 'assessment'],
  [`${tinCan}lms`, 'surroundings'],
  [`${tinCan}site`, 'surroundings'],
  [`${concepts}assignment`, 'assessment'],
  [`${concepts}feedback`, 'assessment'],
  [`${concepts}forum`, 'discussion'],
  [`${concepts}group`, 'surroundings'],
  [`${concepts}lesson-session`, 'attempt'],
  [`${concepts}submission`, 'attempt'],
  [`${concepts}workshop`, 'assessment'],
  ['http://activitystrea.ms/schema/1.0/review', 'attempt'],
  ['http://activitystrea.ms/schema/1.0/review#slot', 'attempt'],
  ['https://w3id.org/xapi/acrossx/activities/face-to-face-discussion', 'session'],
];
