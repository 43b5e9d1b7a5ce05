import type { EvaluationRow } from '#pipelines/training';
import { fixed } from './numbers.js';

/** Cells of a run that was left out: day, learners, who left, and how they were ranked and foreseen. */
export const figuresOfRun = (
  row: Pick<
    EvaluationRow,
    'day' | 'learners' | 'positives' | 'auc' | 'averagePrecision' | 'brier' | 'calibrationError'
  >,
): string[] => [
  String(row.day),
  String(row.learners),
  String(row.positives),
  ...[row.auc, row.averagePrecision, row.brier, row.calibrationError].map((figure) => fixed(figure, 3)),
];
