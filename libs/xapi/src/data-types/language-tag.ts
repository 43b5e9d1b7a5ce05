/** The two forms that nearly every tag has: tried first, because the whole grammar costs ten times as much. */
const common = /^[a-z]{2,3}(?:-[A-Z]{2})?$/;

/** RFC 5646, section 2.1: langtag | privateuse | irregular (the regular grandfathered tags are langtags by form). */
const whole = new RegExp(
  '^(?:' +
    '(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})' + // language, extended language
    '(?:-[a-z]{4})?' + // script
    '(?:-(?:[a-z]{2}|\\d{3}))?' + // region
    '(?:-(?:[a-z0-9]{5,8}|\\d[a-z0-9]{3}))*' + // variants
    '(?:-[a-wy-z0-9](?:-[a-z0-9]{2,8})+)*' + // extensions
    '(?:-x(?:-[a-z0-9]{1,8})+)?' + // private use
    '|x(?:-[a-z0-9]{1,8})+' +
    '|en-gb-oed|i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)' +
    '|sgn-(?:be-fr|be-nl|ch-de)|art-lojban|cel-gaulish|no-bok|no-nyn|zh-(?:guoyu|hakka|min|min-nan|xiang)' +
    ')$',
  'i',
);

export function isLanguageTag(value: string): boolean {
  return common.test(value) || whole.test(value);
}
