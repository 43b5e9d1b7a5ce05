import { isDuration } from '../data-types/duration.js';
import { isIri } from '../data-types/iri.js';
import { parseIso8601, parseRfc3339 } from '../data-types/timestamp.js';
import type { XapiVersion } from '../version.js';
import { shown, type Draft, type Json } from './draft.js';

const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:/;

/**
 * An activity's id. One with a scheme keeps it, its illegal characters escaped (RFC 3986, 2.1); any other text names
 * the same thing as a URN of ours: equal ids stay equal, different ones different.
 */
export function correctId(draft: Draft, parent: Json, key: string, path: string): void {
  const id = parent[key];
  if (typeof id !== 'string' || isIri(id) || id.trim() === '') return;
  const text = id.trim().replace(/\p{Surrogate}/gu, '\ufffd');
  if (scheme.test(text)) {
    const escaped = text.replace(/[\s\p{Cc}"<>\\^`{|}]/gu, encodeURIComponent);
    draft.replace(parent, key, escaped, { path, rule: 'id-characters' });
  } else {
    const urn = `urn:snowlight:lenient:${encodeURIComponent(text)}`;
    draft.replace(parent, key, urn, { path, rule: 'id-scheme' });
  }
}

/** A clock's time without T (`P1H5S`), in small letters, or of no length at all (`PT`). */
export function correctDuration(draft: Draft, parent: Json, key: string, path: string): void {
  const text = parent[key];
  if (typeof text !== 'string' || isDuration(text)) return;
  const upper = text.trim().toUpperCase();
  const candidates = [upper, upper.replace(/^PT?$/, 'PT0S'), upper.replace(/^P(?=[\dHMS.,]*[HS])/, 'PT')];
  const legal = candidates.find(isDuration);
  if (legal !== undefined) draft.replace(parent, key, legal, { path, rule: 'duration-form' });
}

const timestamp = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d)(:\d\d)?(?:[.,](\d+))? ?(Z|z|UTC|[+-]\d\d(?::?\d\d)?)?$/;

/**
 * An instant that the version does not take as it is written. Without an offset it is UTC, as 1.0.x reads it
 * (ISO 8601 by Data 4.5) and as the senders that leave it out mean it; of -00:00 the instant is certain.
 */
export function correctTimestamp(
  draft: Draft,
  parent: Json,
  key: string,
  path: string,
  version: XapiVersion,
): void {
  const text = parent[key];
  if (typeof text !== 'string' || parseRfc3339(text) !== undefined) return;
  if (version === '1.0.3' && parseIso8601(text) !== undefined) return;
  const match = timestamp.exec(text.trim());
  if (match === null) return;
  const [, day = '', minutes = '', seconds = ':00', fraction, zone] = match;
  const written = `${day}T${minutes}${seconds}${fraction === undefined ? '' : `.${fraction}`}${offset(zone)}`;
  if (parseRfc3339(written) === undefined) return;
  if (zone === undefined) {
    const done = `${shown(text)} has no offset and was read as UTC: ${written}`;
    draft.replace(parent, key, written, { path, rule: 'timestamp-zone', done });
  } else draft.replace(parent, key, written, { path, rule: 'timestamp-form' });
}

function offset(zone: string | undefined): string {
  if (zone === undefined || /^(?:Z|UTC|-00:?(?:00)?)$/i.test(zone)) return 'Z';
  return `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}`;
}

/** Largest excess of a share that is rounding and not a mistake: what 32-bit arithmetic and six decimals make. */
const rounding = 1e-6;

export function correctScore(draft: Draft, score: Json, path: string): void {
  for (const key of ['scaled', 'raw', 'min', 'max']) {
    const value = score[key];
    if (typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value))
      draft.replace(score, key, Number(value), { path, rule: 'number-text' });
  }
  const { scaled, min, max } = score;
  if (typeof scaled === 'number' && Math.abs(scaled) > 1 && Math.abs(scaled) <= 1 + rounding)
    draft.replace(score, 'scaled', Math.sign(scaled), { path, rule: 'score-rounding' });
  if (typeof min === 'number' && min === max) {
    Reflect.deleteProperty(score, 'min');
    draft.note(`${path}.min`, 'score-range', `min ${String(min)}, equal to max, was left out`);
  }
}
