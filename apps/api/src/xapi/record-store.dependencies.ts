import type { Blobs } from '#libs/blobs';
import type { ClickHouse } from '#libs/clickhouse';
import type { Keyring, Vault } from '#libs/privacy';
import type { XapiVersion } from '#libs/xapi';
import type { Intake } from '#pipelines/ingest';
import type { CanonicalSourceOf } from './canonical-source.js';

export interface TenantMoment {
  readonly id: string;
  readonly timeZone: string;
  /** The tenant's clock. */
  readonly now: Date;
  readonly defaultXapiVersion: XapiVersion;
}

export interface RecordStoreDependencies {
  readonly intake: Intake;
  readonly clickhouse: Pick<ClickHouse, 'query'>;
  readonly vault: Pick<Vault, 'revealForms'>;
  readonly blobs: Pick<Blobs, 'draft' | 'get'>;
  /** The most that the attachments of one request may hold together. */
  readonly mostAttachmentBytes: number;
  readonly keyring: Pick<Keyring, 'tenant'>;
  readonly tenantOf: (id: string) => Promise<TenantMoment>;
  readonly publicUrl: string;
  readonly canonicalSource: CanonicalSourceOf;
}

export const recordStoreDependencies = Symbol('record store');
