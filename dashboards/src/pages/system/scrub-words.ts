import type { BilingualText, ScrubKind } from '#libs/contracts';
import { both } from '../../language/bilingual.js';

/** What was taken out of free text. */
export const scrubWords: Readonly<Record<ScrubKind, BilingualText>> = {
  'resident-id': both('居民身份证号', 'Resident identity number'),
  phone: both('电话', 'Phone'),
  'record-number': both('病案、住院、门诊、就诊卡号', 'Medical record number'),
  card: both('医保卡、银行卡号', 'Insurance or bank card'),
  name: both('姓名', 'Name'),
};
