import { Injectable } from '@nestjs/common';
import type { BilingualText, ModelWatch, ModelWatchAnswer } from '#libs/contracts';
import { wholeTenant } from '#libs/postgres';
import type { Reader } from '../access/caller.js';
import type { ApiStores } from '../api-stores.js';
import { FromRoot } from '../from-root.js';
import { notFound } from '../http/problem.js';

type Audits = NonNullable<ModelWatch['fairness']>['audits'];

/** How a model fares on the tenant's own learners. */
@Injectable()
export class ModelWatchService {
  constructor(@FromRoot('stores') private readonly stores: ApiStores) {}

  /** @throws ProblemException where there is no such risk model */
  async watch({ tenant, scope }: Reader, version: string): Promise<ModelWatchAnswer> {
    const model = (await this.stores.riskModels.list(tenant)).find((one) => one.version === version);
    if (model === undefined) throw notFound();
    const kept = await this.stores.modelWatches.find(tenant, version);
    if (kept === null)
      return { version, watchedAt: null, watch: null, why: model.status === 'active' ? soon : notInUse };
    const { at, watch } = kept;
    const fairness = watch.fairness && {
      ...watch.fairness,
      ...(scope.kind === 'tenant'
        ? { audits: await this.named(tenant, watch.fairness.audits) }
        : withoutPlaces(watch.fairness)),
    };
    return { version, watchedAt: at.toISOString(), watch: { ...watch, fairness }, why: null };
  }

  private async named(tenant: string, audits: Audits): Promise<Audits> {
    const regions = await this.stores.regions.list(tenant, wholeTenant);
    const names = new Map(regions.map(({ code, name }) => [code, name]));
    return audits.map((audit) =>
      audit.attribute === 'region'
        ? { ...audit, groups: audit.groups.map((one) => ({ ...one, place: names.get(one.group) ?? null })) }
        : audit,
    );
  }
}

/** Figures of other regions are not a reader's of one. */
const withoutPlaces = ({ audits, notes }: Pick<NonNullable<ModelWatch['fairness']>, 'audits' | 'notes'>) => ({
  audits: audits.filter(({ attribute }) => attribute !== 'region'),
  notes: audits.some(({ attribute }) => attribute === 'region') ? [...notes, placesElsewhere] : notes,
});

const placesElsewhere: BilingualText = {
  zh: '分区域的审查仅向不限区域的人员显示',
  en: 'the audit by region is shown to those whose role is not bound to a region',
};
const soon: BilingualText = {
  zh: '尚未检查:每周检查一次,很快就会有结果',
  en: 'not watched yet: it is looked at once a week, the first time within a minute of its first scores',
};
const notInUse: BilingualText = {
  zh: '只检查正在使用的模型,此版本使用期间没有检查过',
  en: 'only the model in use is watched, and this one was not while it was',
};
