import { byObject, type ActivityTypeTable, type VerbTable } from './sender-tables.js';

/**
 * H5P content: ADL's verbs, in the sense that ADL gives them (attempted opens, answered is one item, completed ends
 * the whole with its score), and these of Activity Streams.
 */
export const h5pVerbs: VerbTable = [
  ['http://activitystrea.ms/schema/1.0/consume', 'viewed'],
  ['http://activitystrea.ms/schema/1.0/access', 'viewed'],
  ['http://id.tincanapi.com/verb/downloaded', byObject({ video: 'video' }, 'interacted')],
];

export const h5pActivityTypes: ActivityTypeTable = [
  ['http://h5p.org/libraries/H5P.Video', 'video'],
  ['http://h5p.org/libraries/H5P.InteractiveVideo', 'video'],
];
