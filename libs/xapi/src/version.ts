/** The data models that Snowlight knows; every 1.0.x is 1.0.3's, every 2.0.x is 2.0.0's. */
export const xapiVersions = ['1.0.3', '2.0.0'] as const;
export type XapiVersion = (typeof xapiVersions)[number];

export const versionHeader = 'X-Experience-API-Version';

const oneZero = /^1\.0(?:\.\d+)?$/;
const twoZero = /^2\.0(?:\.\d+)?$/;

/** The data model of a version as written in a header or a statement; undefined where there is none. */
export function parseVersion(text: string): XapiVersion | undefined {
  if (oneZero.test(text)) return '1.0.3';
  return twoZero.test(text) ? '2.0.0' : undefined;
}

export type VersionNegotiation =
  { readonly ok: true; readonly version: XapiVersion } | { readonly ok: false; readonly message: string };

/**
 * xAPI 1.0.3, Communication 3.3 and 1.2: a request without the header, or with a version that the store does not
 * have, is answered 400.
 */
export function negotiateVersion(header: string | undefined): VersionNegotiation {
  if (header === undefined || header === '') {
    return { ok: false, message: `${versionHeader}: the header is missing; send 1.0.3 or 2.0.0` };
  }
  const version = parseVersion(header);
  if (version !== undefined) return { ok: true, version };
  const shown = JSON.stringify(header.slice(0, 40));
  return { ok: false, message: `${versionHeader}: ${shown} is not known; send 1.0.3 or 2.0.0` };
}
