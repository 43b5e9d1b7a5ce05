import type { EvaluationReport, LeaveOneOut } from '#pipelines/training';
import { figuresOfRun } from './figures-of-run.js';
import { captioned, figureCell, heading, htmlTable, paragraph, type Line } from './html-parts.js';
import { middleDay } from './horizon-section.js';
import { fixed } from './numbers.js';
import { styleOf } from './plots/curve-plot.js';
import { intervalPlot } from './plots/interval-plot.js';
import { el, joined, type Markup } from './plots/markup.js';
import { horizonText, methodName, onDay, sayIn, type ReportLanguage } from './words.js';

export function leaveOneOutSection({ leaveOneOut }: EvaluationReport, language: ReportLanguage): Markup {
  if (leaveOneOut === null) return joined();
  const say = sayIn(language);
  return el(
    'section',
    {},
    heading(2, say('leaveOneOut')),
    paragraph(say('leaveOneOutHow'), 'quiet'),
    ...runsPlot(leaveOneOut, language),
    htmlTable(
      [
        say('run'),
        say('horizon'),
        say('day'),
        say('count'),
        say('positives'),
        say('auc'),
        say('averagePrecision'),
        say('brier'),
        say('calibrationError'),
      ],
      [...pooledLines(leaveOneOut, language), ...runLines(leaveOneOut, language)],
      2,
    ),
  );
}

function runsPlot({ runs }: LeaveOneOut, language: ReportLanguage): Markup[] {
  const all = runs.flatMap(({ rows }) => rows);
  const horizon = (['end', '28', '14', '7'] as const).find((one) => all.some((row) => row.horizon === one));
  const asked = all.filter((row) => row.horizon === horizon);
  if (horizon === undefined || asked.length === 0) return [];
  const day = middleDay(asked.map((row) => row.day));
  const title = `AUC, ${horizonText(horizon, language)}, ${onDay(day, language)}`;
  const groups = runs.map(({ run, rows }) =>
    rows
      .filter((row) => row.horizon === horizon && row.day === day && row.method !== 'logistic regression')
      .map((row, index) => ({
        label: index === 0 ? run : methodName(row.method, language),
        style: styleOf[row.method],
        value: row.auc,
        lower: null,
        upper: null,
        text: `${fixed(row.auc, 3)}${index === 0 ? ` (n ${String(row.learners)})` : ''}`,
      })),
  );
  const ticks = [0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
  return [
    captioned(
      title,
      intervalPlot(
        title,
        groups.filter((rows) => rows.length > 0),
        { from: 0.4, to: 1, ticks, format: (value) => value.toFixed(1) },
      ),
    ),
  ];
}

function pooledLines({ pooled }: LeaveOneOut, language: ReportLanguage): Line[] {
  return pooled
    .filter(({ method }) => method === 'snowlight')
    .map((row) => ({
      own: true,
      cells: [
        sayIn(language)('pooled'),
        horizonText(row.horizon, language),
        String(row.day),
        String(row.learners),
        String(row.positives),
        figureCell(row.auc, row.intervals.auc, 3),
        figureCell(row.averagePrecision, row.intervals.averagePrecision, 3),
        figureCell(row.brier, row.intervals.brier, 3),
        figureCell(row.calibrationError, row.intervals.calibrationError, 3),
      ],
    }));
}

function runLines({ runs }: LeaveOneOut, language: ReportLanguage): Line[] {
  return runs.flatMap(({ run, unjudged, rows }): Line[] =>
    unjudged !== null
      ? [{ first: true, cells: [run, unjudged[language], '', '', '', '', '', '', ''] }]
      : rows
          .filter(({ method }) => method === 'snowlight')
          .map((row, index) => ({
            first: index === 0,
            cells: [run, horizonText(row.horizon, language), ...figuresOfRun(row)],
          })),
  );
}
