import type { Blobs } from '#libs/blobs';
import { type ErasedCounts, ErasureStore, type Postgres } from '#libs/postgres';
import type { DomainStores } from './domain-stores.js';
import type { ErasureList, ListedErasure } from './erasure-list.js';

export interface RepeatDependencies {
  readonly postgres: Postgres;
  readonly stores: Pick<DomainStores, 'tenants' | 'blobKeys' | 'erasedSpace' | 'audit'>;
  readonly blobs: Pick<Blobs, 'remove'>;
  readonly list: Pick<ErasureList, 'add' | 'read'>;
}

/**
 * Erases again whom a backup has brought back, as of when they were erased, and lists all of them for the next time.
 * @param known erasures from wherever there is a list
 * @returns how many pseudonyms were somebody's again
 */
export async function repeatErasures(
  dependencies: RepeatDependencies,
  known: readonly ListedErasure[],
): Promise<number> {
  const { stores, list } = dependencies;
  const tenants = new Set((await stores.tenants.all()).map(({ id }) => id));
  const listed = new Set((await list.read())?.map(nameOf));
  const done = new Set<string>();
  let erasedAgain = 0;
  for (const erasure of known) {
    if (done.has(nameOf(erasure))) continue;
    done.add(nameOf(erasure));
    if (!listed.has(nameOf(erasure))) await list.add(erasure);
    if (tenants.has(erasure.tenant)) erasedAgain += await repeat(dependencies, erasure);
  }
  if (erasedAgain > 0) await stores.erasedSpace.overwrite();
  return erasedAgain;
}

async function repeat(
  { postgres, stores, blobs }: RepeatDependencies,
  { tenant, pids, at, reason }: ListedErasure,
): Promise<number> {
  let erased = 0;
  const store = new ErasureStore(postgres, () => new Date(at));
  const { files } = await store.erase(tenant, pids, reason, async (tx, found) => {
    for (const [learnerPid, counts] of found) {
      if (!isAny(counts)) continue;
      erased++;
      const entry = { action: 'learner.erased', learnerPid, details: { erased: counts } } as const;
      await stores.audit.append(
        tenant,
        { at: new Date(), actorKind: 'system', actor: 'restore', ...entry },
        tx,
      );
    }
  });
  await stores.blobKeys.removeUnreadable(tenant, files, (sha2) => blobs.remove(tenant, sha2));
  return erased;
}

const isAny = (counts: ErasedCounts): boolean => Object.values(counts).some((count) => count > 0);

const nameOf = ({ tenant, pids }: Pick<ListedErasure, 'tenant' | 'pids'>): string =>
  JSON.stringify([tenant, [...pids].sort()]);
