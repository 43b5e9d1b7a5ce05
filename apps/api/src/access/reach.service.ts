import { Injectable } from '@nestjs/common';
import type { LearnerPid, LearnerRef } from '#libs/contracts';
import { type Learner, type Region, type RegionScope, type Run, scopeOf } from '#libs/postgres';
import type { ApiStores } from '../api-stores.js';
import { FromRoot } from '../from-root.js';
import { notFound } from '../http/problem.js';
import { careRoles } from './access.decorator.js';
import type { PersonCaller, Reader } from './caller.js';

/** A person whom the reader may see, as the pages show one. */
export interface ReachedLearner extends LearnerRef {
  readonly consentReminders: boolean;
}

/** Finds what the reader asks for, within their reach; what lies outside is not found, whether it exists or not. */
@Injectable()
export class ReachService {
  constructor(@FromRoot('stores') private readonly stores: ApiStores) {}

  /** The reader's scope, cut down to one subtree where one is asked for. */
  async scope(reader: Reader, region: string | undefined): Promise<RegionScope> {
    if (region === undefined) return reader.scope;
    return { kind: 'subtrees', roots: [(await this.region(reader, region)).code] };
  }

  async region(reader: Reader, code: string): Promise<Region> {
    const region = await this.stores.regions.find(reader.tenant, reader.scope, code);
    if (region === null) throw notFound();
    return region;
  }

  /** @param run code or IRI */
  async run(tenant: string, run: string): Promise<Run> {
    const { catalogue } = this.stores;
    const found = (await catalogue.runByCode(tenant, run)) ?? (await catalogue.runByIri(tenant, run));
    if (found === null) throw notFound();
    return found;
  }

  async learner(reader: Reader, pid: LearnerPid): Promise<Learner> {
    const learner = await this.stores.learners.find(reader.tenant, reader.scope, pid);
    if (learner === null) throw notFound();
    return learner;
  }

  /** Those of the pids whom the reader may see; with names where the reader may also call them. */
  async people(reader: Reader, pids: readonly LearnerPid[]): Promise<Map<LearnerPid, ReachedLearner>> {
    if (pids.length === 0) return new Map();
    const { learners, vault } = this.stores;
    const [seen, callable] = await Promise.all([
      learners.list(reader.tenant, reader.scope, { pids }, { limit: pids.length, cursor: null }),
      this.callable(reader, pids),
    ]);
    const contacts = await vault.contacts(reader.tenant, callable);
    return new Map(
      seen.rows.map(({ learnerPid: pid, region, consentReminders }) => [
        pid,
        { pid, name: contacts.get(pid)?.name ?? null, region, consentReminders },
      ]),
    );
  }

  /** Names are for managers and teachers of the learner's own region; other roles see codes. */
  private async callable(reader: Reader, pids: readonly LearnerPid[]): Promise<LearnerPid[]> {
    if (reader.caller.kind !== 'person') return [];
    return [...(await this.stores.learners.visible(reader.tenant, careScope(reader.caller), pids))];
  }
}

/** Where a person looks after learners: may know who they are, and what each of them did. */
export function careScope({ grants }: PersonCaller): RegionScope {
  const care: readonly string[] = careRoles;
  return scopeOf(grants.filter(({ role }) => care.includes(role)));
}
