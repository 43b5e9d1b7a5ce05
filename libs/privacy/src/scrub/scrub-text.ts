import type { ScrubKind } from '#libs/contracts';
import { nameMark, namePatterns } from './name-pattern.js';
import { mayHoldNumber, numberPatterns } from './number-patterns.js';

/** What stands in place of an identifier. */
export const markers: Readonly<Record<ScrubKind, string>> = {
  'resident-id': '[身份证号]',
  phone: '[电话]',
  'record-number': '[病案号]',
  card: '[医保卡号]',
  name: '[姓名]',
};

/** Whether it is worth to look closer; costs some 50 ns where it is not. */
export function mayIdentify(text: string): boolean {
  return mayHoldNumber(text) || nameMark.test(text);
}

/**
 * The text with every identifier of a patient replaced by a marker; itself where there is none. `onFound` is told of
 * each. Addresses (`https://...`) within the text stay as they are.
 */
export function scrubText(text: string, onFound: (kind: ScrubKind) => void): string {
  let scrubbed = text;
  // Taking one out may lay the next one open (two that touch), so that it is done until nothing is found.
  while (mayIdentify(scrubbed)) {
    const spans = spansIn(plainForm(scrubbed));
    if (spans.length === 0) break;
    let rest = '';
    let at = 0;
    for (const { start, end, kind } of spans) {
      rest += scrubbed.slice(at, start) + markers[kind];
      at = end;
      onFound(kind);
    }
    scrubbed = rest + scrubbed.slice(at);
  }
  return scrubbed;
}

interface Span {
  readonly start: number;
  readonly end: number;
  readonly kind: ScrubKind;
}

/** Identifiers in the order of the text, none within another. */
function spansIn(plain: string): readonly Span[] {
  const taken: Span[] = [];
  const covered = new Uint8Array(plain.length);
  const take = (span: Span): void => {
    if (covered.subarray(span.start, span.end).includes(1)) return;
    covered.fill(1, span.start, span.end);
    taken.push(span);
  };
  if (mayHoldNumber(plain))
    for (const { kind, pattern, holds } of numberPatterns) {
      for (const span of matchesOf(plain, pattern, kind, holds)) take(span);
    }
  if (nameMark.test(plain))
    for (const pattern of namePatterns) for (const span of matchesOf(plain, pattern, 'name')) take(span);
  return taken.sort((a, b) => a.start - b.start);
}

function* matchesOf(
  plain: string,
  pattern: RegExp,
  kind: ScrubKind,
  holds: (compact: string) => boolean = () => true,
): Generator<Span> {
  pattern.lastIndex = 0;
  for (let match = pattern.exec(plain); match !== null; match = pattern.exec(plain)) {
    const found = match.at(-1) ?? match[0];
    const end = match.index + match[0].length;
    if (holds(found.replace(/[- ]/g, ''))) yield { start: end - found.length, end, kind };
    // A number that is none may hide one that begins within it ("3 110105...").
    else pattern.lastIndex = match.index + 1;
  }
}

const addresses = /\b[a-z][a-z0-9+.-]{0,20}:\/\/[!#-;=?-~]+/gi;
const unusual = /[\u00a0\u2000-\u2015\u202f\u2212\u3000\uff01-\uff5e]/g;

/**
 * The text as the patterns read it, character by character of the same length: full-width forms as ASCII, dashes and
 * spaces of every kind as one, and nothing in place of addresses.
 */
function plainForm(text: string): string {
  return text
    .replace(addresses, (address) => '_'.repeat(address.length))
    .replace(unusual, (character) => {
      const code = character.charCodeAt(0);
      if (code >= 0xff01) return String.fromCharCode(code - 0xfee0);
      return code === 0x2212 || (code >= 0x2010 && code <= 0x2015) ? '-' : ' ';
    });
}
