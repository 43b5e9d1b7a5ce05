import type { Horizon } from '#libs/contracts';
import type { EvaluationReport } from '#pipelines/training';
import { captioned, figureCell, heading, htmlTable, paragraph, type Line } from './html-parts.js';
import { fixed, percent, range } from './numbers.js';
import { gainPlot, precisionRecallPlot, rocPlot } from './plots/curve-plot.js';
import { el, joined, type Markup } from './plots/markup.js';
import { reliabilityPlot } from './plots/reliability-plot.js';
import { horizonText, methodName, onDay, sayIn, type ReportLanguage } from './words.js';

/** The day that plots of one day are drawn for: the middle one that was judged. */
export function middleDay(days: readonly number[]): number {
  const sorted = [...new Set(days)].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)]!;
}

/** Everything of one horizon: reliability of each day, curves of the middle one, all figures. */
export function horizonSection(
  { rows, curves }: EvaluationReport,
  horizon: Horizon,
  language: ReportLanguage,
): Markup {
  const own = rows.filter((row) => row.horizon === horizon);
  if (own.length === 0) return joined();
  const say = sayIn(language);
  const plotted = curves.filter((one) => one.horizon === horizon);
  const day = middleDay(own.map((row) => row.day));
  const reliability = plotted.filter(({ method }) => method === 'snowlight');
  return el(
    'section',
    {},
    heading(2, horizonText(horizon, language)),
    heading(3, say('reliability')),
    el(
      'div',
      { class: 'plots' },
      ...reliability.map((one) => {
        const row = own.find((of) => of.day === one.day && of.method === 'snowlight');
        const title = `${say('reliability')}, ${onDay(one.day, language)}`;
        return captioned(
          onDay(one.day, language),
          reliabilityPlot(one.reliability, {
            title,
            predicted: say('predicted'),
            observed: say('observed'),
            learners: say('learners'),
          }),
          `${say('calibrationError')} ${fixed(row?.calibrationError, 3)}`,
        );
      }),
    ),
    ...curvesOf(
      plotted.filter((one) => one.day === day),
      own.filter((row) => row.day === day),
      language,
    ),
    figuresTable(own, language),
    paragraph(say('figuresHow'), 'quiet'),
    listsTable(own, language),
  );
}

function curvesOf(
  curves: EvaluationReport['curves'],
  rows: EvaluationReport['rows'],
  language: ReportLanguage,
): Markup[] {
  const say = sayIn(language);
  const [first] = rows;
  if (first === undefined) return [];
  const named = (figure: (row: EvaluationReport['rows'][number]) => string) =>
    curves.map(({ method, lists }) => {
      const row = rows.find((one) => one.method === method);
      return { method, lists, text: `${methodName(method, language)} ${row ? figure(row) : ''}` };
    });
  const day = onDay(first.day, language);
  const plot = (title: string, drawn: Markup): Markup => captioned(title, drawn, day);
  return [
    el(
      'div',
      { class: 'plots large' },
      plot(
        say('roc'),
        rocPlot(
          named(({ auc }) => fixed(auc, 2)),
          {
            title: say('roc'),
            x: say('falsePositive'),
            y: say('truePositive'),
          },
        ),
      ),
      plot(
        say('precisionRecall'),
        precisionRecallPlot(
          named(({ averagePrecision }) => fixed(averagePrecision, 2)),
          { title: say('precisionRecall'), x: say('truePositive'), y: say('precision') },
          first,
        ),
      ),
      plot(
        say('gain'),
        gainPlot(
          named(({ lists }) => percent(lists[1]?.recall)),
          {
            title: say('gain'),
            x: say('capacity'),
            y: say('truePositive'),
          },
        ),
      ),
    ),
    paragraph(
      language === 'zh'
        ? '图例中的数字:AUC;平均精确率;10 % 名单的召回率。点线:随机名单。精确率从 5 人的名单画起。'
        : 'Figures in the keys: AUC; average precision; recall of the list of 10 %. Dotted: a list drawn at random. Precision is drawn from lists of 5 on.',
      'quiet',
    ),
  ];
}

function figuresTable(rows: EvaluationReport['rows'], language: ReportLanguage): Markup {
  const say = sayIn(language);
  return htmlTable(
    [
      say('day'),
      say('method'),
      say('count'),
      say('positives'),
      say('auc'),
      say('averagePrecision'),
      say('brier'),
      say('logLoss'),
      say('calibrationError'),
      say('debiasedError'),
      say('slope'),
      say('intercept'),
    ],
    rows.map((row, index): Line => {
      const { intervals } = row;
      return {
        own: row.method === 'snowlight',
        first: row.day !== rows[index - 1]?.day,
        cells: [
          String(row.day),
          methodName(row.method, language),
          String(row.learners),
          String(row.positives),
          figureCell(row.auc, intervals.auc, 3),
          figureCell(row.averagePrecision, intervals.averagePrecision, 3),
          figureCell(row.brier, intervals.brier, 3),
          figureCell(row.logLoss, intervals.logLoss, 3),
          {
            text: fixed(row.calibrationError, 3),
            below: [
              range(intervals.calibrationError, 3).replace(' to ', ' – '),
              `< ${fixed(row.calibrationErrorByChance, 3)}`,
            ],
          },
          {
            text: fixed(row.debiasedCalibrationError, 3),
            below: `⌀ ${fixed(row.calibrationErrorOfChanceAlone, 3)}`,
          },
          figureCell(row.calibrationSlope, intervals.calibrationSlope, 2),
          figureCell(row.calibrationIntercept, intervals.calibrationIntercept, 2),
        ],
      };
    }),
    2,
  );
}

function listsTable(rows: EvaluationReport['rows'], language: ReportLanguage): Markup {
  const say = sayIn(language);
  const capacities = rows[0]?.lists.map(({ capacity }) => capacity) ?? [];
  const pair = (recall: string, precision: string): string => `${recall} / ${precision}`;
  return joined(
    heading(3, say('recallPrecision')),
    htmlTable(
      [say('day'), say('method'), say('ruleVolume'), ...capacities.map(percent)],
      rows.map((row, index): Line => ({
        own: row.method === 'snowlight',
        first: row.day !== rows[index - 1]?.day,
        cells: [
          String(row.day),
          methodName(row.method, language),
          {
            text: pair(fixed(row.recallAtRuleVolume, 2), fixed(row.precisionAtRuleVolume, 2)),
            below: pairRange(row.intervals.recallAtRuleVolume, row.intervals.precisionAtRuleVolume),
          },
          ...row.lists.map(({ recall, precision, recallInterval, precisionInterval }) => ({
            text: pair(fixed(recall, 2), fixed(precision, 2)),
            below: pairRange(recallInterval, precisionInterval),
          })),
        ],
      })),
      2,
    ),
  );
}

type Between = EvaluationReport['rows'][number]['intervals']['auc'];
const pairRange = (a: Between, b: Between): string =>
  `${fixed(a.lower, 2)} – ${fixed(a.upper, 2)} / ${fixed(b.lower, 2)} – ${fixed(b.upper, 2)}`;
