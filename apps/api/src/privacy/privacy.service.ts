import { Injectable } from '@nestjs/common';
import * as z from 'zod';
import { type ErasureOrder, type ErasureReport, LearnerPid, type NamedPerson } from '#libs/contracts';
import type { ErasureRow } from '#libs/postgres';
import type { Keyring } from '#libs/privacy';
import { NoIdentifier, pidOfPerson } from '../../../host/src/index.js';
import { AuditTrail } from '../access/audit-trail.service.js';
import { actorOf, type Reader } from '../access/caller.js';
import type { ApiDependencies } from '../api-dependencies.js';
import type { ApiStores } from '../api-stores.js';
import { FromRoot } from '../from-root.js';
import { readCursor, writeCursor } from '../http/cursor.js';
import { notFound, ProblemException } from '../http/problem.js';

const Place = z.object({ at: z.iso.datetime(), pid: LearnerPid });

/** Erases people, and says which pseudonyms are one person. */
@Injectable()
export class PrivacyService {
  constructor(
    @FromRoot('erasure') private readonly erasure: ApiDependencies['erasure'],
    @FromRoot('stores') private readonly stores: ApiStores,
    @FromRoot('keyring') private readonly keyring: Keyring,
    private readonly audit: AuditTrail,
  ) {}

  async erase(reader: Reader, { reason, ...person }: ErasureOrder): Promise<ErasureReport> {
    const pid = this.pidOf(reader, person);
    const { erasures, ...rest } = await this.erasure.erase(
      reader.tenant,
      pid,
      actorOf(reader.caller),
      reason,
    );
    return { erasures: erasures.map(shown), ...rest };
  }

  async erasures(
    reader: Reader,
    { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
  ) {
    const after = cursor === undefined ? null : readCursor(cursor, Place);
    const { rows, next } = await this.stores.erasures.list(reader.tenant, { limit, after });
    return { rows: rows.map(shown), nextCursor: next === null ? null : writeCursor(next) };
  }

  async link(reader: Reader, persons: readonly [NamedPerson, NamedPerson]) {
    const { tenant } = reader;
    const pids = persons.map((person) => this.pidOf(reader, person));
    const [one = '', other = ''] = pids;
    if ((await this.stores.vault.erased(tenant, pids)).size > 0)
      throw new ProblemException('conflict', {
        zh: '其中有人的资料已被删除,不能再与他人关联。',
        en: 'One of them was erased, and cannot be linked any more.',
      });
    if (one !== other) {
      await this.stores.personas.link(tenant, one, other);
      await this.audit.record(reader, 'learner.linked', one, { with: other });
    }
    return { pids: await this.stores.personas.pidsOf(tenant, one) };
  }

  async unlink(reader: Reader, pid: LearnerPid): Promise<void> {
    if (!(await this.stores.personas.unlink(reader.tenant, pid))) throw notFound();
    await this.audit.record(reader, 'learner.unlinked', pid);
  }

  private pidOf({ tenant }: Reader, person: NamedPerson): LearnerPid {
    try {
      return pidOfPerson(this.keyring, tenant, person);
    } catch (error) {
      if (!(error instanceof NoIdentifier)) throw error;
      throw new ProblemException('bad-request', { zh: error.message, en: error.message });
    }
  }
}

const shown = ({ at, ...row }: ErasureRow) => ({ ...row, at: at.toISOString() });
