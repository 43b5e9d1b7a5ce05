import { verbs } from '#libs/contracts';
import type { VerbTable } from './sender-tables.js';

/** The video profile's own verbs; its others (initialized, completed, terminated, interacted) are ADL's on a video. */
export const videoVerbs: VerbTable = [
  [verbs.videoPlayed, 'video'],
  [verbs.videoPaused, 'video'],
  [verbs.videoSeeked, 'video'],
];
