import type { BilingualText, Horizon, ModelCard, ModelWatch } from '#libs/contracts';
import type { Bin } from '../../charts/reliability-plot.js';
import { calibrationWords as words } from './calibration-words.js';
import { horizonWords } from './words.js';

/** Chances against what came, of some learners at a horizon. */
export interface CalibrationSource {
  readonly key: string;
  readonly name: BilingualText;
  readonly bins: readonly Bin[];
}

/** The organisation's own learners first; then the newest run that the version was judged on. */
export function calibrationSources(
  { version, trials }: Pick<ModelCard, 'version' | 'trials'>,
  watch: Pick<ModelWatch, 'horizon' | 'reliability'> | null,
): CalibrationSource[] {
  const here =
    watch === null || watch.reliability.length === 0
      ? []
      : [
          {
            key: 'here',
            name: words.here(horizonWords[watch.horizon]),
            bins: watch.reliability,
          },
        ];
  const judged = trials.find((trial) => [trial.champion, trial.challenger].includes(version));
  const heldOut = (judged?.figures ?? []).flatMap(({ horizon, champion, challenger }) => {
    const { reliability } = judged?.champion === version ? champion : challenger;
    if (reliability === undefined) return [];
    const name = words.heldOut(judged?.heldOut ?? '', horizonWords[horizon as Horizon]);
    return [{ key: horizon, name, bins: reliability }];
  });
  return [...here, ...heldOut];
}
