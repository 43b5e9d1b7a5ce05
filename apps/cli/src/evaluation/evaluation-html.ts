import type { EvaluationReport } from '#pipelines/training';
import { alertSection } from './alert-section.js';
import { disjointSection } from './disjoint-section.js';
import { groupSection } from './group-section.js';
import { horizonSection, middleDay } from './horizon-section.js';
import { htmlPage } from './html-page.js';
import { figureCell, heading, htmlTable, paragraph, type Line } from './html-parts.js';
import { leaveOneOutSection } from './leave-one-out-section.js';
import { fixed, range } from './numbers.js';
import { el, escaped, joined, type Markup } from './plots/markup.js';
import { horizonText, limits, methodName, onDay, sayIn, type ReportLanguage } from './words.js';

/** From the question that is asked first to the one asked last. */
const order = ['end', '28', '14', '7'] as const;

/**
 * The report as one HTML file: plots are inline SVG, nothing is fetched and no script runs. Runs, regions and groups
 * stand in it by their codes; no learner does.
 */
export function evaluationHtml(report: EvaluationReport, language: ReportLanguage): string {
  const say = sayIn(language);
  const { split, notes } = report;
  return htmlPage(
    language,
    `${say('title')} · ${report.model.version}`,
    el('h1', {}, escaped(say('title'))),
    paragraph(headline(report, language), 'lead'),
    split === 'forward' ? paragraph(say('forward')) : paragraph(say('notForward'), 'warn'),
    dataSection(report, language),
    ...(notes.length > 0 ? [heading(2, say('notes')), bullets(notes.map((note) => note[language]))] : []),
    ...order.map((horizon) => horizonSection(report, horizon, language)),
    differencesSection(report, language),
    alertSection(report, language),
    groupSection(report, language),
    disjointSection(report, language),
    leaveOneOutSection(report, language),
    heading(2, say('limits')),
    bullets(limits.map((limit) => limit[language])),
  );
}

const bullets = (lines: readonly string[]): Markup =>
  el('ul', {}, ...lines.map((line) => el('li', {}, escaped(line))));

/** What the reader wants to know first, in a sentence. */
function headline({ rows }: EvaluationReport, language: ReportLanguage): string {
  const horizon = order.find((one) => rows.some((row) => row.horizon === one));
  const asked = rows.filter((row) => row.horizon === horizon);
  if (horizon === undefined || asked.length === 0)
    return language === 'zh' ? '没有可以评估的内容。' : 'There was nothing to judge.';
  const day = middleDay(asked.map((row) => row.day));
  const of = (method: string) => asked.find((row) => row.day === day && row.method === method);
  const [own, rule] = [of('snowlight'), of('7-day rule')];
  if (own === undefined) return onDay(day, language);
  const between = range(own.intervals.auc, 3);
  const what = horizonText(horizon, language);
  const list = own.lists[1];
  const listed = Math.max(1, Math.round(own.learners * (list?.capacity ?? 0)));
  const right = fixed((list?.precision ?? NaN) * listed, 0);
  return language === 'zh'
    ? `${onDay(day, 'zh')}判断“${what}”:AUC ${fixed(own.auc, 3)}(95 %:${between.replace(' to ', ' 至 ')}),7 天未访问规则 ${fixed(rule?.auc, 3)}。概率最高的 10 %(${String(listed)} 位)里有 ${right} 位确实如此。`
    : `On ${onDay(day, 'en').toLowerCase()}, “${what.toLowerCase()}”: AUC ${fixed(own.auc, 3)} (95 %: ${between}), 7-day rule ${fixed(rule?.auc, 3)}. Of the ${String(listed)} learners with the highest 10 % of chances, ${right} did.`;
}

function dataSection(report: EvaluationReport, language: ReportLanguage): Markup {
  const say = sayIn(language);
  const { train, test, model, previous, intervals, seed } = report;
  const period = ({ from, to }: { readonly from: string; readonly to: string | null }): string =>
    `${from} – ${to ?? say('noEnd')}`;
  const rows: [string, string][] = [
    [
      say('trained'),
      `${train.runs.join(', ')} (${period(train)}): ${String(train.learners)} ${say('learners')}, ${String(train.landmarks)} ${say('landmarks')}`,
    ],
    [say('tested'), `${test.runs.join(', ')} (${period(test)}): ${String(test.learners)} ${say('learners')}`],
    [say('modelLabel'), model.version],
    ...(previous === null ? [] : [[say('previousLabel'), previous.version] as [string, string]]),
    [say('intervalsLabel'), intervalText(intervals, language)],
    [say('seed'), String(seed)],
  ];
  return joined(
    heading(2, say('data')),
    el(
      'dl',
      {},
      ...rows.flatMap(([term, text]) => [el('dt', {}, escaped(term)), el('dd', {}, escaped(text))]),
    ),
  );
}

function intervalText(
  { unit, units, replicates }: EvaluationReport['intervals'],
  language: ReportLanguage,
): string {
  const [count, times] = [String(units), String(replicates)];
  const few = unit === 'runs' && units < 5;
  if (language === 'zh')
    return unit === 'runs'
      ? `95 %,自助重抽样 ${times} 次:先抽课程(${count} 个),再抽其中的学员${few ? '。课程少,区间粗略' : ''}`
      : `95 %,自助重抽样 ${times} 次:抽学员(${count} 位)。只有一个测试课程,区间不说明别的课程会怎样`;
  return unit === 'runs'
    ? `95 %, ${times} bootstrap resamples of runs (${count}) and of learners within them${few ? '. Few runs: the intervals are rough' : ''}`
    : `95 %, ${times} bootstrap resamples of learners (${count}). There is one test run: they say nothing of other runs`;
}

function differencesSection({ differences }: EvaluationReport, language: ReportLanguage): Markup {
  const say = sayIn(language);
  if (differences.length === 0) return joined();
  return el(
    'section',
    {},
    heading(2, say('differences')),
    paragraph(say('differencesHow'), 'quiet'),
    htmlTable(
      [say('horizon'), say('minus'), say('day'), say('auc'), say('averagePrecision'), say('brier')],
      order.flatMap((horizon) =>
        differences
          .filter((one) => one.horizon === horizon)
          .map(({ to, day, auc, averagePrecision, brier }, index): Line => ({
            first: index === 0,
            cells: [
              horizonText(horizon, language),
              methodName(to, language),
              String(day),
              ...[auc, averagePrecision, brier].map((one) => figureCell(one.value, one, 3)),
            ],
          })),
      ),
      2,
    ),
  );
}
