import { verbs } from '#libs/contracts';
import { byObject, type VerbTable } from './sender-tables.js';

const adl = 'http://adlnet.gov/expapi/verbs/';
const tinCan = 'http://id.tincanapi.com/verb/';

/** The verbs that ADL and the Tin Can registry coined, which every sender draws on. */
export const adlVerbs: VerbTable = [
  [verbs.answered, 'answered'],
  [verbs.asked, byObject({ help: 'interacted' }, 'asked')],
  [verbs.attempted, byObject({ video: 'video' }, 'launched')],
  [verbs.attended, 'attended'],
  [verbs.commented, 'replied'],
  [
    verbs.completed,
    byObject({ video: 'video', attempt: 'submitted', 'skill-check': 'skill_checked' }, 'completed'),
  ],
  [verbs.exited, byObject({ video: 'video' }, 'left')],
  [verbs.experienced, byObject({ video: 'video' }, 'viewed')],
  [verbs.failed, byObject({ 'skill-check': 'skill_checked' }, 'failed')],
  [verbs.initialized, byObject({ video: 'video' }, 'launched')],
  [verbs.interacted, byObject({ video: 'video' }, 'interacted')],
  [verbs.launched, byObject({ video: 'video' }, 'launched')],
  [verbs.passed, byObject({ 'skill-check': 'skill_checked' }, 'passed')],
  // Signing up for a session, or an account on a site, is not joining a run.
  [verbs.registered, byObject({ session: 'other', surroundings: 'other' }, 'registered')],
  [verbs.responded, byObject({ discussion: 'replied' }, 'answered')],
  [verbs.scored, byObject({ 'skill-check': 'skill_checked' }, 'graded')],
  [verbs.terminated, byObject({ video: 'video' }, 'left')],
  [verbs.loggedIn, 'launched'],
  [verbs.loggedOut, 'left'],
  [verbs.submitted, 'submitted'],
  [verbs.viewed, byObject({ video: 'video' }, 'viewed')],
  [`${adl}mastered`, 'passed'],
  [
    `${adl}progressed`,
    ({ object, isCompleted }) => (object === 'video' ? 'video' : isCompleted ? 'completed' : 'interacted'),
  ],
  [`${adl}resumed`, byObject({ video: 'video' }, 'launched')],
  [`${adl}shared`, 'interacted'],
  [`${adl}suspended`, byObject({ video: 'video' }, 'left')],
  [`${tinCan}unregistered`, byObject({ session: 'other', surroundings: 'other' }, 'withdrew')],
  [`${tinCan}replied`, 'replied'],
  [`${tinCan}read`, 'viewed'],
  [`${tinCan}earned`, 'graded'],
];
