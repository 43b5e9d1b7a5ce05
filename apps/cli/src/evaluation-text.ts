import type { EvaluationReport } from '#pipelines/training';
import { table } from './output.js';

const three = (value: number): string => (Number.isNaN(value) ? '-' : value.toFixed(3));
const percent = (share: number): string => (Number.isNaN(share) ? '-' : `${Math.round(share * 100)} %`);
const names = {
  '7': 'left within 7 days',
  '14': 'left within 14 days',
  '28': 'left within 28 days',
  end: 'does not complete',
};

/** The report as a person reads it: one table a question, then lead times. */
export function evaluationText({ train, test, rows, leadTimes }: EvaluationReport): string {
  const parts = [
    `Trained on ${train.runs.join(', ')}: ${train.learners} learners, ${train.landmarks} weekly landmarks.`,
    `Tested on ${test.runs.join(', ')}: ${test.learners} learners who were still in at a landmark.`,
  ];
  for (const horizon of ['end', '28', '14', '7'] as const) {
    const own = rows.filter((row) => row.horizon === horizon);
    if (own.length === 0) continue;
    parts.push(
      '',
      names[horizon],
      table(
        [
          'week',
          'method',
          'learners',
          'positive',
          'AUC (95 %)',
          'avg. precision',
          'Brier',
          'calibration error',
          'recall at rule volume',
        ],
        own.map((row) => [
          String(row.day / 7),
          row.method,
          String(row.learners),
          String(row.positives),
          `${three(row.auc)} (${three(row.aucLower)}-${three(row.aucUpper)})`,
          three(row.averagePrecision),
          three(row.brier),
          three(row.calibrationError),
          three(row.recallAtRuleVolume),
        ]),
      ),
    );
  }
  parts.push(
    '',
    'Lead time: from the first alert that stays on for two weekly landmarks to the departure; as many alerts as the 7-day rule raises',
    table(
      ['method', 'departures', 'alerted', 'median days', '>= 7 days ahead', '>= 14', '>= 28'],
      leadTimes.map(({ method, lead }) => [
        method,
        String(lead.departures),
        String(lead.alerted),
        Number.isNaN(lead.medianDays) ? '-' : lead.medianDays.toFixed(0),
        percent(lead.aheadShares['7']),
        percent(lead.aheadShares['14']),
        percent(lead.aheadShares['28']),
      ]),
    ),
  );
  return parts.join('\n');
}
