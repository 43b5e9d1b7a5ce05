import type { Draft } from '#libs/blobs';
import type { BlobOwner } from '#libs/postgres';
import { pidOf, type Statement } from '#libs/xapi';
import { attachmentsOf } from './attachment-rules.js';
import type { RecordStoreDependencies } from './record-store.dependencies.js';

/**
 * Keeps the files of these statements, each readable for as long as one of the people is not erased whose statements
 * carry it. What erased people send is not kept.
 * @param files finished drafts by hash
 * @param statements without identities
 */
export async function keepFiles(
  { blobs, blobKeys }: Pick<RecordStoreDependencies, 'blobs' | 'blobKeys'>,
  tenant: string,
  files: ReadonlyMap<string, Draft>,
  statements: readonly Statement[],
): Promise<void> {
  if (files.size === 0) return;
  const owners = ownersOf(statements);
  for (const [sha2, draft] of files)
    await blobKeys.keep(tenant, {
      sha2,
      key: draft.key,
      owners: [...(owners.get(sha2) ?? [])],
      isThere: () => blobs.has(tenant, sha2),
      place: () => draft.keep(),
    });
}

/** By hash of the file. */
function ownersOf(statements: readonly Statement[]): ReadonlyMap<string, ReadonlySet<BlobOwner>> {
  const owners = new Map<string, Set<BlobOwner>>();
  for (const statement of statements)
    for (const { sha2 } of attachmentsOf([statement])) {
      const hash = sha2.toLowerCase();
      const known = owners.get(hash) ?? new Set();
      owners.set(hash, known);
      for (const owner of actorsOf(statement)) known.add(owner);
    }
  return owners;
}

/** Whose the statement is: its actor's; of a group without an identity its members', and without those nobody's. */
function actorsOf({ actor }: Statement): readonly BlobOwner[] {
  const pid = pidOf(actor);
  if (pid !== undefined) return [pid];
  const members = actor.objectType === 'Group' ? (actor.member ?? []) : [];
  const pids = members.flatMap((member) => pidOf(member) ?? []);
  return pids.length > 0 ? pids : [null];
}
