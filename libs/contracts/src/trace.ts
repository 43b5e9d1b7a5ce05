/** What belongs to one request, in whatever process: W3C Trace Context (Recommendation of 23 November 2021). */
export interface Trace {
  /** 32 small hexadecimal digits. */
  readonly id: string;
  /** The step that this one follows, in the words of whoever began: 16 digits. */
  readonly parent: string;
  /** Whoever began wants the steps to be written down. */
  readonly isSampled: boolean;
}

const form =
  /^(?<version>[\da-f]{2})-(?<id>[\da-f]{32})-(?<parent>[\da-f]{16})-(?<flags>[\da-f]{2})(?<more>-.*)?$/;
const isZero = (digits: string): boolean => /^0+$/.test(digits);

/** Of a header `traceparent`; undefined where it is none, and must be taken for not sent (3.2.2.3, 4.2). */
export function parseTraceparent(header: string): Trace | undefined {
  const { version, id, parent, flags, more } = form.exec(header.trim())?.groups ?? {};
  if (version === undefined || id === undefined || parent === undefined || flags === undefined)
    return undefined;
  // of version 00 nothing follows the flags; later ones may have more, and ff there is none
  if (version === 'ff' || (version === '00' && more !== undefined) || isZero(id) || isZero(parent))
    return undefined;
  return { id, parent, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

export const traceparentOf = ({ id, parent, isSampled }: Trace): string =>
  `00-${id}-${parent}-${isSampled ? '01' : '00'}`;
