import { verbs } from '#libs/contracts';
import { byObject, type ActivityTypeTable, type VerbTable } from './sender-tables.js';

/** What Open edX's event-routing-backends sends. */
const across = 'https://w3id.org/xapi/acrossx/verbs/';
const isd = 'https://w3id.org/xapi/dod-isd/verbs/';
const edx = 'https://w3id.org/xapi/openedx/verb/';

/** Verbs that only Open edX sends, or that mean one thing with everybody. */
export const openEdxVerbs: VerbTable = [
  // One evaluated statement for each response that was marked; a problem as a whole is scored by another.
  [`${across}evaluated`, byObject({ item: 'answered', 'skill-check': 'skill_checked' }, 'graded')],
  [`${across}posted`, ({ isWithinDiscussion }) => (isWithinDiscussion ? 'replied' : 'asked')],
  [`${across}reported`, 'interacted'],
  [`${edx}unreported`, 'interacted'],
  [`${edx}voted`, 'interacted'],
  [`${isd}deleted`, 'interacted'],
  [`${isd}navigated`, 'viewed'],
];

/**
 * Verbs that Open edX uses in a sense of its own. `attempted` on a problem is the press of the submit button, and
 * again the problem's grade: the response itself is the `evaluated` statement, so that neither may count as one.
 */
export const openEdxOwnSense: VerbTable = [
  [verbs.attempted, ({ isScored }) => (isScored ? 'graded' : 'submitted')],
  [verbs.terminated, byObject({ video: 'video', assessment: 'submitted' }, 'left')],
];

/** Context extension that every statement of the transformer carries. */
export const openEdxTransformerExtension = 'https://w3id.org/xapi/openedx/extension/transformer-version';
export const openEdxSessionExtension = 'https://w3id.org/xapi/openedx/extensions/session-id';

export const openEdxActivityTypes: ActivityTypeTable = [
  ['http://id.tincanapi.com/activitytype/solution', 'help'],
  ['https://w3id.org/xapi/acrossx/extensions/supplemental-info', 'help'],
  ['https://w3id.org/xapi/openedx/activity/timed-assessment', 'assessment'],
  ['https://w3id.org/xapi/openedx/activity/practice-assessment', 'assessment'],
  ['https://w3id.org/xapi/openedx/activity/proctored-assessment', 'assessment'],
];
