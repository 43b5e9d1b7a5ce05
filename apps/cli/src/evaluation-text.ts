import type { EvaluationReport } from '#pipelines/training';
import { table } from './output.js';

const three = (value: number | null): string =>
  value === null || Number.isNaN(value) ? '-' : value.toFixed(3);
// what is not known comes as null where the report has been JSON
const two = (value: number | null): string =>
  value === null || Number.isNaN(value) ? '-' : value.toFixed(2);
const percent = (share: number): string => (Number.isNaN(share) ? '-' : `${Math.round(share * 100)} %`);
const names = {
  '7': 'left within 7 days',
  '14': 'left within 14 days',
  '28': 'left within 28 days',
  end: 'does not complete',
};

const headlines = {
  forward: 'Forward in time: every run that was learnt from was over before the first test run began.',
  'not forward':
    'NOT forward in time: a run that was learnt from was not over, or has no end, when the first test run began.',
};

/** The report as a person reads it: one table a question, then lead times. */
export function evaluationText({ split, notes, train, test, rows, leadTimes }: EvaluationReport): string {
  const parts = [
    headlines[split],
    `Trained on ${train.runs.join(', ')}: ${train.learners} learners, ${train.landmarks} weekly landmarks.`,
    `Tested on ${test.runs.join(', ')}: ${test.learners} learners who were still in at a landmark.`,
  ];
  for (const horizon of ['end', '28', '14', '7'] as const) {
    const own = rows.filter((row) => row.horizon === horizon);
    if (own.length === 0) continue;
    parts.push('', names[horizon], rankingTable(own), listTable(own));
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
  if (notes.length > 0) parts.push('', 'Not judged, and why:', ...notes.map((note) => `  ${note}`));
  return parts.join('\n');
}

type Rows = EvaluationReport['rows'];

function rankingTable(rows: Rows): string {
  return table(
    [
      'day',
      'method',
      'learners',
      'positive',
      'AUC (95 %)',
      'avg. precision',
      'Brier',
      'log loss',
      'calibration error',
      'slope',
    ],
    rows.map((row) => [
      String(row.day),
      row.method,
      String(row.learners),
      String(row.positives),
      `${three(row.auc)} (${three(row.aucLower)}-${three(row.aucUpper)})`,
      three(row.averagePrecision),
      three(row.brier),
      three(row.logLoss),
      three(row.calibrationError),
      two(row.calibrationSlope),
    ]),
  );
}

/** What a list of the highest chances holds: recall and precision. */
function listTable(rows: Rows): string {
  return table(
    ['day', 'recall / precision', 'at rule volume', '5 %', '10 %', '20 %'],
    rows.map((row) => [
      String(row.day),
      row.method,
      `${two(row.recallAtRuleVolume)} / ${two(row.precisionAtRuleVolume)}`,
      ...row.lists.map(({ recall, precision }) => `${two(recall)} / ${two(precision)}`),
    ]),
  );
}
