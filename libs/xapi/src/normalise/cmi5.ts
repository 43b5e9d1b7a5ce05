import type { VerbTable } from './sender-tables.js';

const cmi5 = 'https://w3id.org/xapi/adl/verbs/';

/** What cmi5 adds to ADL's verbs (cmi5 specification, section 9.3). */
export const cmi5Verbs: VerbTable = [
  [`${cmi5}abandoned`, 'left'],
  [`${cmi5}satisfied`, 'completed'],
  // Met by other means: the learner need not do it any more.
  [`${cmi5}waived`, 'completed'],
];
