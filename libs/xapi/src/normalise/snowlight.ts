import { snowlightVerbs } from '#libs/contracts';
import type { VerbTable } from './sender-tables.js';

export const snowlightVerbTable: VerbTable = [
  [snowlightVerbs.absent, 'absent'],
  [snowlightVerbs.skillChecked, 'skill_checked'],
  [snowlightVerbs.withdrew, 'withdrew'],
];
