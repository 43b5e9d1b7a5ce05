import type { Blobs } from '#libs/blobs';
import type { LearnerPid } from '#libs/contracts';
import { announceErased, type AuditEntry, type ErasureRow } from '#libs/postgres';
import type { Intake, StatementMemory } from '#pipelines/ingest';
import type { DomainStores } from './domain-stores.js';
import type { ErasureList } from './erasure-list.js';

export interface ErasureDependencies {
  readonly stores: Pick<
    DomainStores,
    'personas' | 'erasures' | 'erasedSpace' | 'vault' | 'blobKeys' | 'audit'
  >;
  readonly blobs: Pick<Blobs, 'remove'>;
  readonly intake: Pick<Intake, 'forget'>;
  /** Answers that are remembered name the person. */
  readonly memory: Pick<StatementMemory, 'changes'> | null;
  /** Outlives the stores: who is erased stays so where an older backup is brought back. */
  readonly list: Pick<ErasureList, 'add'>;
  /** Real time. */
  readonly clock: () => Date;
}

export interface ErasureResult {
  /** A row for each pseudonym of the person, the one asked for first. */
  readonly erasures: readonly ErasureRow[];
  readonly filesRemoved: number;
  /** See `ErasedSpace`. */
  readonly overwritten: boolean;
}

/**
 * Erases a person: who a pseudonym stood for, and all that is sealed under the person's key. What stays (statements,
 * events, scores) is nobody's from then on.
 */
export class Erasure {
  constructor(private readonly dependencies: ErasureDependencies) {}

  /**
   * The person of this pseudonym, under every pseudonym that is linked with it. May be repeated: where a call before
   * was cut off, the next one finishes it.
   * @param by whom the audit log names
   * @param reason kept for good
   */
  async erase(
    tenant: string,
    pid: LearnerPid,
    by: Pick<AuditEntry, 'actorKind' | 'actor'>,
    reason: string,
  ): Promise<ErasureResult> {
    const { stores, blobs, intake, memory, list, clock } = this.dependencies;
    const pids = await stores.personas.pidsOf(tenant, pid);
    const { rows, files } = await stores.erasures.erase(tenant, pids, reason, async (tx, found) => {
      await announceErased(tx, tenant, pids);
      for (const [learnerPid, erased] of found)
        await stores.audit.append(
          tenant,
          { at: clock(), ...by, action: 'learner.erased', learnerPid, details: { erased } },
          tx,
        );
      // before the commit: a list that has one too many erases on a restore whom somebody wanted erased
      await list.add({ tenant, pids: [...pids], at: clock().toISOString(), reason });
    });
    stores.vault.forget(tenant, pids);
    intake.forget(tenant, pids);
    memory?.changes.everything(tenant);
    const filesRemoved = await stores.blobKeys.removeUnreadable(tenant, files, (sha2) =>
      blobs.remove(tenant, sha2),
    );
    return { erasures: rows, filesRemoved, overwritten: await stores.erasedSpace.overwrite() };
  }
}
