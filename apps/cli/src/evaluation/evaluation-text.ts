import {
  horizonName,
  type EvaluationReport,
  type EvaluationRow,
  type SubgroupAudit,
} from '#pipelines/training';
import { table } from '../output.js';
import { disjointCounts, disjointLines } from './disjoint-lines.js';
import { figuresOfRun } from './figures-of-run.js';
import { fixed, percent, withRange } from './numbers.js';

const headlines = {
  forward: 'Forward in time: every run that was learnt from was over before the first test run began.',
  'not forward':
    'NOT forward in time: a run that was learnt from was not over, or has no end, when the first test run began.',
};

/** The report as a person reads it: one table a question, then what alerts do, groups, and runs left out. */
export function evaluationText(report: EvaluationReport): string {
  const { split, notes, train, test, rows, intervals } = report;
  const drawn =
    intervals.unit === 'runs'
      ? `runs, and learners within them (${String(intervals.units)} runs${intervals.units < 5 ? ': few, the intervals are rough' : ''})`
      : 'learners of the one test run: they say nothing of other runs';
  const parts = [
    headlines[split],
    `Trained on ${train.runs.join(', ')}: ${String(train.learners)} learners, ${String(train.landmarks)} weekly landmarks.`,
    `Tested on ${test.runs.join(', ')}: ${String(test.learners)} learners who were still in at a landmark.`,
    `Intervals: 95 %, ${String(intervals.replicates)} bootstrap resamples of ${drawn}.`,
  ];
  for (const horizon of ['end', '28', '14', '7'] as const) {
    const own = rows.filter((row) => row.horizon === horizon);
    if (own.length > 0)
      parts.push('', horizonName(horizon).en, rankingTable(own), chanceTable(own), listTable(own));
  }
  parts.push(...differences(report), ...alerts(report));
  if (report.subgroups.length > 0) parts.push('', ...subgroups(report.subgroups));
  parts.push(...disjoint(report), ...leaveOneOut(report));
  if (notes.length > 0) parts.push('', 'To know:', ...notes.map(({ en }) => `  ${en}`));
  return parts.join('\n');
}

type Rows = readonly EvaluationRow[];

function rankingTable(rows: Rows): string {
  return table(
    ['day', 'method', 'learners', 'positive', 'AUC (95 %)', 'avg. precision (95 %)'],
    rows.map((row) => [
      String(row.day),
      row.method,
      String(row.learners),
      String(row.positives),
      withRange(row.auc, row.intervals.auc, 3),
      withRange(row.averagePrecision, row.intervals.averagePrecision, 3),
    ]),
  );
}

function chanceTable(rows: Rows): string {
  return table(
    [
      'day',
      'chances',
      'Brier (95 %)',
      'log loss',
      'calibration error (95 %)',
      'by chance alone, up to',
      'debiased',
      'slope (95 %)',
      'intercept',
    ],
    rows.map((row) => [
      String(row.day),
      row.method,
      withRange(row.brier, row.intervals.brier, 3),
      fixed(row.logLoss, 3),
      withRange(row.calibrationError, row.intervals.calibrationError, 3),
      `${fixed(row.calibrationErrorOfChanceAlone, 3)}, ${fixed(row.calibrationErrorByChance, 3)}`,
      fixed(row.debiasedCalibrationError, 3),
      withRange(row.calibrationSlope, row.intervals.calibrationSlope, 2),
      fixed(row.calibrationIntercept, 2),
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
      `${fixed(row.recallAtRuleVolume, 2)} / ${fixed(row.precisionAtRuleVolume, 2)}`,
      ...row.lists.map(({ recall, precision }) => `${fixed(recall, 2)} / ${fixed(precision, 2)}`),
    ]),
  );
}

function differences({ differences: all }: EvaluationReport): string[] {
  if (all.length === 0) return [];
  return [
    '',
    'Snowlight minus the others, over the same resamples (95 %): above 0 is better, of Brier below',
    table(
      ['horizon', 'day', 'minus', 'AUC', 'avg. precision', 'Brier'],
      all.map(({ horizon, day, to, auc, averagePrecision, brier }) => [
        horizon,
        String(day),
        to,
        ...[auc, averagePrecision, brier].map((one) => withRange(one.value, one, 3)),
      ]),
    ),
  ];
}

function alerts({ leadTimes, churn, alertHorizon }: EvaluationReport): string[] {
  return [
    '',
    `Lead time: from the first alert that stays on for two weekly landmarks to the departure; as many alerts as the 7-day rule raises, chances: ${horizonName(alertHorizon).en}`,
    table(
      ['method', 'departures', 'alerted', 'median days (95 %)', '>= 7 days ahead', '>= 14', '>= 28'],
      leadTimes.map(({ method, lead, intervals }) => [
        method,
        String(lead.departures),
        String(lead.alerted),
        withRange(lead.medianDays, intervals.medianDays, 0),
        percent(lead.aheadShares['7']),
        percent(lead.aheadShares['14']),
        percent(lead.aheadShares['28']),
      ]),
    ),
    '',
    'Churn: share of a weekly list that was not on it the week before, among those who were in at both',
    table(
      ['method', 'list', 'alerts', 'churn (95 %)'],
      churn.map(({ method, at, churn: { alerts: count, share }, interval }) => [
        method,
        at === 'rule volume' ? at : percent(at),
        String(count),
        withRange(share, interval, 2),
      ]),
    ),
  ];
}

function subgroups(audits: readonly SubgroupAudit[]): string[] {
  const rows = audits.flatMap(({ attribute, day, reference, groups }) =>
    groups.map((one) => [
      attribute,
      String(day),
      `${one.group}${one.group === reference ? ' (reference)' : ''}`,
      one.learners === null ? 'hidden' : String(one.learners),
      fixed(one.auc, 3),
      `${fixed(one.truePositiveRate, 2)} / ${fixed(one.falsePositiveRate, 2)}`,
      fixed(one.calibrationInTheLarge, 3),
      one.gap === null ? '-' : `${fixed(one.gap.abroca, 3)} (null: up to ${fixed(one.gap.nullUpper, 3)})`,
      one.gap === null ? '-' : `${fixed(one.gap.pValue, 3)} / ${fixed(one.gap.pAdjusted, 3)}`,
    ]),
  );
  return [
    `Groups, chances: ${horizonName(audits[0]!.horizon).en}; alerts: the highest ${percent(audits[0]!.capacity)}. "-": too few to tell (10 of each).`,
    table(
      [
        'attribute',
        'day',
        'group',
        'learners',
        'AUC',
        'true / false positive rate',
        'predicted - left',
        'ABROCA',
        'p / adjusted',
      ],
      rows,
    ),
  ];
}

function disjoint({ learnerDisjoint }: EvaluationReport): string[] {
  const { unjudged, cells } = learnerDisjoint;
  const [counts, ...reasons] = [disjointCounts(learnerDisjoint).en, ...unjudged.map(({ en }) => `  ${en}`)];
  if (cells.length === 0) return ['', `Learner-disjoint check: ${counts}`, ...reasons];
  return [
    '',
    `Learner-disjoint check: ${counts} They are left out of training and the model is learnt anew; the same learners are tested. "known minus new": what knowing them was worth, fewer training data aside`,
    table(
      [
        'horizon',
        'day',
        'tested',
        'learners',
        'positive',
        'AUC, with to without',
        'change in AUC (95 %)',
        'change in Brier (95 %)',
        'calibration error',
      ],
      disjointLines(learnerDisjoint).map(({ horizon, day, who, part, change }) => [
        horizon,
        String(day),
        who,
        part === null ? '' : String(part.learners),
        part === null ? '' : String(part.positives),
        part === null ? '' : `${fixed(part.headline.auc, 3)} to ${fixed(part.disjoint.auc, 3)}`,
        withRange(change.auc.value, change.auc, 3),
        withRange(change.brier.value, change.brier, 3),
        part === null
          ? ''
          : `${fixed(part.headline.calibrationError, 3)} to ${fixed(part.disjoint.calibrationError, 3)}`,
      ]),
    ),
    ...reasons,
  ];
}

function leaveOneOut({ leaveOneOut: result }: EvaluationReport): string[] {
  if (result === null) return [];
  const own = result.runs.flatMap(({ run, unjudged, rows }) =>
    unjudged === null
      ? rows
          .filter(({ method }) => method === 'snowlight')
          .map((row) => [run, row.horizon, ...figuresOfRun(row)])
      : [[run, unjudged.en, '', '', '', '', '', '', '']],
  );
  return [
    '',
    'Leave one run out: each run tested by a model that learnt from all others, later ones too (for comparison; the headline is above)',
    table(
      [
        'run',
        'horizon',
        'day',
        'learners',
        'positive',
        'AUC',
        'avg. precision',
        'Brier',
        'calibration error',
      ],
      own,
    ),
    'All runs pooled',
    table(
      [
        'horizon',
        'day',
        'method',
        'learners',
        'AUC (95 %)',
        'avg. precision (95 %)',
        'Brier',
        'calibration error',
      ],
      result.pooled.map((row) => [
        row.horizon,
        String(row.day),
        row.method,
        String(row.learners),
        withRange(row.auc, row.intervals.auc, 3),
        withRange(row.averagePrecision, row.intervals.averagePrecision, 3),
        fixed(row.brier, 3),
        fixed(row.calibrationError, 3),
      ]),
    ),
  ];
}
