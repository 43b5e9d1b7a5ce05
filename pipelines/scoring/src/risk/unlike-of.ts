import { runDaysOf } from '#libs/features';
import { type FeatureMatrix, unlikeAnySeen, type RiskModel } from '#libs/models';

export type UnlikeByHorizon = ReturnType<typeof unlikeAnySeen>;

/** Whether a run is unlike all that a model has learnt from. @param figures of everybody who is in it at one landmark */
export function unlikeOf(model: RiskModel, figures: FeatureMatrix): UnlikeByHorizon {
  const columnOf = (name: string) => figures.columns[figures.names.indexOf(name)]!;
  const known = (value: number): number | null => (Number.isNaN(value) ? null : value);
  const elapsed = columnOf('elapsed_days');
  const progress = columnOf('progress_share');
  return unlikeAnySeen(model, {
    features: figures,
    day: elapsed.map((days) => known(days) ?? 0),
    runDays: elapsed.map((days, row) =>
      runDaysOf({ elapsed_days: known(days), progress_share: known(progress[row]!) }),
    ),
  });
}
