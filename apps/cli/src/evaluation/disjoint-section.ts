import type { EvaluationReport } from '#pipelines/training';
import { disjointCounts, disjointLines, type DisjointLine } from './disjoint-lines.js';
import { figureCell, heading, htmlTable, paragraph, type Line } from './html-parts.js';
import { middleDay } from './horizon-section.js';
import { fixed, range } from './numbers.js';
import { el, type Markup } from './plots/markup.js';
import { horizonText, onDay, sayIn, type ReportLanguage, type Word } from './words.js';

const words: Readonly<Record<DisjointLine['who'], Word>> = {
  all: 'everybody',
  known: 'known',
  new: 'newcomers',
  'known minus new': 'knownMinusNew',
};

/** How much of the headline remains of a model that has met none of the learners tested. */
export function disjointSection({ learnerDisjoint }: EvaluationReport, language: ReportLanguage): Markup {
  const say = sayIn(language);
  const lines = disjointLines(learnerDisjoint);
  return el(
    'section',
    {},
    heading(2, say('disjoint')),
    paragraph(
      [capitalised(disjointCounts(learnerDisjoint)[language]), verdict(lines, language)].join(' ').trim(),
    ),
    ...learnerDisjoint.unjudged.map((why) => paragraph(sentence(why[language], language))),
    ...(lines.length === 0 ? [] : [paragraph(say('disjointHow'), 'quiet'), tableOf(lines, language)]),
  );
}

const capitalised = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
const sentence = (text: string, language: ReportLanguage): string =>
  `${capitalised(text)}${language === 'zh' ? '。' : '.'}`;

/** The middle day of the first question, and what knowing the learners was worth there. */
function verdict(lines: readonly DisjointLine[], language: ReportLanguage): string {
  const [first] = lines;
  if (first === undefined) return '';
  const asked = lines.filter(({ horizon }) => horizon === first.horizon);
  const day = middleDay(asked.map((line) => line.day));
  const all = asked.find((line) => line.day === day && line.who === 'all')!;
  const what = horizonText(all.horizon, language);
  const [before, after] = [all.part!.headline, all.part!.disjoint].map(({ auc }) => fixed(auc, 3));
  const between = range(all.change.auc, 3);
  return language === 'zh'
    ? `${onDay(day, 'zh')}判断“${what}”:没有见过他们的模型 AUC 为 ${after!},见过的为 ${before!}(差的 95 % 区间:${between.replace(' to ', ' 至 ')})。`
    : `On ${onDay(day, 'en').toLowerCase()}, “${what.toLowerCase()}”: a model that has met none of them has an AUC of ${after!}, the one that has ${before!} (95 % of the difference: ${between}).`;
}

function tableOf(lines: readonly DisjointLine[], language: ReportLanguage): Markup {
  const say = sayIn(language);
  const from = (before: number, after: number): string => `${fixed(before, 3)} → ${fixed(after, 3)}`;
  return htmlTable(
    [
      say('horizon'),
      say('day'),
      say('who'),
      say('count'),
      say('positives'),
      say('disjointWith'),
      say('aucChange'),
      say('brierChange'),
      say('disjointError'),
    ],
    lines.map(({ horizon, day, who, part, change }): Line => ({
      own: who === 'all',
      first: who === 'all',
      cells: [
        horizonText(horizon, language),
        String(day),
        say(words[who]),
        part === null ? '' : String(part.learners),
        part === null ? '' : String(part.positives),
        part === null ? '' : from(part.headline.auc, part.disjoint.auc),
        figureCell(change.auc.value, change.auc, 3),
        figureCell(change.brier.value, change.brier, 3),
        part === null ? '' : from(part.headline.calibrationError, part.disjoint.calibrationError),
      ],
    })),
    3,
  );
}
