/**
 * RFC 3987 by best effort: a scheme, and none of the characters that no IRI may hold unescaped. Everything beyond
 * ASCII is taken.
 */
const iri = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s\p{Cc}"<>\\^`{|}]*$/u;

export function isIri(value: string): boolean {
  return iri.test(value);
}

const mailto = /^mailto:[^\s@<>]+@[^\s@<>]+$/i;

export function isMailto(value: string): boolean {
  return mailto.test(value);
}
