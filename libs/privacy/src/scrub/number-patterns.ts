import type { ScrubKind } from '#libs/contracts';
import { isOldResidentId, isResidentId } from './resident-id.js';

/** Text in which full-width forms and the many dashes and spaces have been made plain. */
export interface NumberPattern {
  readonly kind: ScrubKind;
  /** The last group, or else the whole match, is the identifier. */
  readonly pattern: RegExp;
  /** What the form alone does not say; separators have been taken out. */
  readonly holds?: (compact: string) => boolean;
}

const separator = String.raw`(?:\s|[:=#.是为]|[Nn][Oo]\.?){0,4}`;
const no = String.raw`(?:no\b\.?|number|#|id\b)`;

const recordMark =
  '(?:病案编?号码?|住院(?:病案|病历)?号码?|门诊(?:病历)?号码?|病历编?号码?|就诊(?:卡|证)?号码?|(?<![A-Za-z])MRN(?![A-Za-z])|' +
  `medical record ${no}|(?:in-?|out-?)?patient ${no}|hospital ${no})`;
const cardMark =
  '(?:医保(?:卡|证|编)?号码?|社保卡?号码?|社会保障卡?号码?|医疗保险(?:卡|证)?号码?|新农合(?:卡|证)?号码?|合作医疗证号码?|' +
  `银行(?:卡|账)号码?|insurance (?:card |policy )?${no}|bank card ${no})`;

/** No part of a longer word, number or hash: session ids in hexadecimal digits hold eleven digits in a row now and then. */
const alone = String.raw`(?<![0-9A-Za-z_]|\d[.,])`;
const apart = String.raw`(?![0-9A-Za-z_]|\.\d)`;
/** Area codes: 010, 02x, and three digits from 03 on; subscribers' numbers have seven or eight digits and begin with 2 to 8. */
const area = String.raw`(?:10|2\d|[3-9]\d\d)`;
const subscriber = String.raw`[2-8]\d{2,3} ?\d{4}`;

/** In the order in which they are taken: what is marked comes before what has but a form. */
export const numberPatterns: readonly NumberPattern[] = [
  {
    kind: 'card',
    pattern: new RegExp(`${cardMark}${separator}([A-Za-z]{0,3}\\d(?:[ -]?\\d){5,28}[A-Za-z]?)`, 'gi'),
  },
  {
    kind: 'record-number',
    pattern: new RegExp(
      `${recordMark}${separator}((?=[A-Za-z0-9-]*\\d{3})[A-Za-z0-9][A-Za-z0-9-]{1,62}[A-Za-z0-9])`,
      'gi',
    ),
  },
  {
    // Digits alone bound it: date and check character leave no doubt, whatever letters stand beside it.
    kind: 'resident-id',
    pattern: /(?<!\d)[1-9](?:[- ]?\d){16}[- ]?(?:\d(?!\d)|[Xx])/g,
    holds: isResidentId,
  },
  {
    kind: 'resident-id',
    pattern: new RegExp(`${alone}[1-9]\\d{5}[- ]?\\d{6}[- ]?\\d{3}${apart}`, 'g'),
    holds: isOldResidentId,
  },
  {
    kind: 'phone',
    pattern: new RegExp(
      `${alone}(?:(?:\\(?\\+?86\\)?|0086)[- ]?)?1[3-9]\\d(?:[- ]?\\d{4}[- ]?\\d{4}|\\d[- ]\\d{3}[- ]\\d{4})${apart}`,
      'g',
    ),
  },
  {
    kind: 'phone',
    pattern: new RegExp(
      `${alone}(?:0${area}[- ]|\\(0${area}\\)[- ]?|(?:\\+86|0086)[- ]?0?${area}[- ]?)${subscriber}${apart}`,
      'g',
    ),
  },
  {
    // Without a dash it could be any number: it has to be called a phone.
    kind: 'phone',
    pattern: new RegExp(`(?:电话|座机|固话|tel|phone)\\D{0,3}(0${area}${subscriber})${apart}`, 'gi'),
  },
];

const threeDigits = /[0-9０-９]{3}/;
/** What has but a form has ten digits at least, with dashes, spaces and brackets between them. */
const longNumber = /[0-9０-９](?:[-\s()\u2010-\u2015\u2212（）－]{0,2}[0-9０-９]){9}/;
const mark = /号|电话|座机|固话|MRN|record|patient|hospital|insurance|bank|tel|phone/i;

/** Whether a text may hold one at all; most that have digits are seen off by the first or second question. */
export function mayHoldNumber(text: string): boolean {
  return threeDigits.test(text) && (longNumber.test(text) || mark.test(text));
}
