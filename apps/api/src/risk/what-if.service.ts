import { Injectable } from '@nestjs/common';
import type { BilingualText, Chance, LearnerRisk } from '#libs/contracts';
import { acts, type FeatureValues } from '#libs/features';
import { type RiskModel, whatIf } from '#libs/models';
import type { ApiStores } from '../api-stores.js';
import { FromRoot } from '../from-root.js';
import { peopleOf } from './chance-text.js';

/** Models that are kept: those of the tenants whose learners were looked at last. */
const MOST_KEPT = 4;

/** What the model would say after something that the learner can do. Asked for on the one page that shows it. */
@Injectable()
export class WhatIfService {
  private readonly kept = new Map<string, RiskModel>();

  constructor(@FromRoot('stores') private readonly stores: ApiStores) {}

  /** @param figures what the model saw for the chance; by the model that gave it */
  async of(tenant: string, chance: Chance, figures: FeatureValues): Promise<LearnerRisk['whatIf']> {
    const model = await this.model(tenant, chance.model);
    // Where the figures are not all there, they were kept by a version that named them otherwise.
    if (!model?.featureNames.every((name) => name in figures)) return [];
    return acts.flatMap((act) => {
      const after = act.after(figures);
      const changed = after && whatIf(model, figures, after, '14');
      return changed
        ? { act: act.name, text: whatIfText(act.text(figures), chance, changed), ...changed }
        : [];
    });
  }

  private async model(tenant: string, version: string): Promise<RiskModel | null> {
    const key = `${tenant} ${version}`;
    const known = this.kept.get(key);
    if (known !== undefined) return known;
    const stored = await this.stores.riskModels.find(tenant, version);
    if (stored === null) return null;
    const model = stored.model as RiskModel;
    const [oldest] = this.kept.keys();
    if (this.kept.size >= MOST_KEPT && oldest !== undefined) this.kept.delete(oldest);
    this.kept.set(key, model);
    return model;
  }
}

type Range = Pick<Chance, 'probability' | 'lower' | 'upper'>;

/** The estimate after an act beside the present one, of as many people, and that it is no promise. */
export function whatIfText(act: BilingualText, now: Range, after: Range): BilingualText {
  const { of, about } = peopleOf(now);
  const low = Math.floor(after.lower * of + 1e-9);
  const high = Math.ceil(after.upper * of - 1e-9);
  const then = Math.round(after.probability * of);
  const [n, now_, was] = [String(of), then === 0 ? null : String(then), String(about)];
  return {
    zh: `${act.zh}，模型的估计是 ${n} 位中${now_ === null ? '不到 1 位' : `约 ${now_} 位`}（${String(low)}–${String(high)}），现在约 ${was} 位。这是估计，不是承诺。`,
    en: `${act.en}, the model’s estimate is ${now_ === null ? 'under 1' : `about ${now_}`} of ${n} (${String(low)} to ${String(high)}) instead of ${was}: an estimate, not a promise.`,
  };
}
