import type { Draft } from '#libs/blobs';
import type { Statement } from '#libs/xapi';

/** What a request brings: legal statements, and the data of their attachments. */
export interface Incoming {
  readonly statements: readonly Statement[];
  /** Finished drafts by hash, lower-case hexadecimal. */
  readonly files: ReadonlyMap<string, Draft>;
  /** Removes what was not kept. To be called whatever came of the request. */
  readonly discard: () => Promise<void>;
}
