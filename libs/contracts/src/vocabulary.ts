/**
 * Every IRI that Snowlight coins, and those of others' profiles that it both writes (simulator, importers) and reads
 * (normaliser). IRIs that are only read stand in the table of their sender family under `normalise/`.
 */

const base = 'https://w3id.org/snowlight/';

export const snowlightVerbs = {
  /** Was invited to a face-to-face or live session and did not come; the counterpart of ADL's `attended`. */
  absent: `${base}verbs/absent`,
  /** A hands-on skill was observed and judged; the judgement stands in `result.success` and `result.score`. */
  skillChecked: `${base}verbs/skill-checked`,
  /** Left a course run by an explicit act. */
  withdrew: `${base}verbs/withdrew`,
} as const;

export const snowlightActivityTypes = {
  /** A hands-on skill as it is observed and judged; `passed`, `failed` and `scored` on it are skill checks. */
  skillCheck: `${base}activity-types/skill-check`,
  /** A course on a calendar, or rolling: what `LearningEvent.run` names. */
  run: `${base}activity-types/run`,
  /** A face-to-face or live session. */
  session: `${base}activity-types/session`,
  /** What an item or activity exercises; named in `contextActivities.category`. */
  skill: `${base}activity-types/skill`,
} as const;

export const snowlightExtensions = {
  /** Context extension: IRI of the course run's activity, where `contextActivities` cannot say it. */
  run: `${base}extensions/run`,
  /** Result extension: how many like actions the statement stands for, a whole number >= 1 (a day's clicks). */
  count: `${base}extensions/count`,
} as const;

/** `homePage` of the account under which a pseudonym stands in place of a person's identifiers. */
export const pidHomePage = `${base}pid`;

const adl = 'http://adlnet.gov/expapi/verbs/';
const video = 'https://w3id.org/xapi/video/';

export const verbs = {
  answered: `${adl}answered`,
  asked: `${adl}asked`,
  attempted: `${adl}attempted`,
  attended: `${adl}attended`,
  commented: `${adl}commented`,
  completed: `${adl}completed`,
  exited: `${adl}exited`,
  experienced: `${adl}experienced`,
  failed: `${adl}failed`,
  initialized: `${adl}initialized`,
  interacted: `${adl}interacted`,
  launched: `${adl}launched`,
  passed: `${adl}passed`,
  registered: `${adl}registered`,
  responded: `${adl}responded`,
  scored: `${adl}scored`,
  terminated: `${adl}terminated`,
  voided: `${adl}voided`,
  loggedIn: 'https://w3id.org/xapi/adl/verbs/logged-in',
  loggedOut: 'https://w3id.org/xapi/adl/verbs/logged-out',
  submitted: 'http://activitystrea.ms/schema/1.0/submit',
  viewed: 'http://id.tincanapi.com/verb/viewed',
  videoPlayed: `${video}verbs/played`,
  videoPaused: `${video}verbs/paused`,
  videoSeeked: `${video}verbs/seeked`,
} as const;

const adlActivities = 'http://adlnet.gov/expapi/activities/';

export const activityTypes = {
  assessment: `${adlActivities}assessment`,
  course: `${adlActivities}course`,
  interaction: `${adlActivities}cmi.interaction`,
  lesson: `${adlActivities}lesson`,
  link: `${adlActivities}link`,
  module: `${adlActivities}module`,
  page: 'http://activitystrea.ms/schema/1.0/page',
  discussion: 'http://id.tincanapi.com/activitytype/discussion',
  forumTopic: 'http://id.tincanapi.com/activitytype/forum-topic',
  video: `${video}activity-type/video`,
} as const;

export const videoExtensions = {
  /** Result: seconds from the start at which the action happened. */
  time: `${video}extensions/time`,
  timeFrom: `${video}extensions/time-from`,
  timeTo: `${video}extensions/time-to`,
  /** Result: `from[.]to[,]from[.]to`, seconds. */
  playedSegments: `${video}extensions/played-segments`,
  /** Result: share seen as the player counts it, 0 to 1; not to be trusted (see the played segments). */
  progress: `${video}extensions/progress`,
  /** Context: length of the video, seconds. */
  length: `${video}extensions/length`,
  sessionId: `${video}extensions/session-id`,
} as const;

/** Context extension that marks a session of a cmi5 assignable unit. */
export const cmi5SessionExtension = 'https://w3id.org/xapi/cmi5/context/extensions/sessionid';
