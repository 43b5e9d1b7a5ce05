import type { EvaluationReport, SubgroupFigures } from '#pipelines/training';
import { heading, htmlTable, paragraph, type Line } from './html-parts.js';
import { fixed, percent } from './numbers.js';
import { el, type Markup } from './plots/markup.js';
import { horizonText, sayIn, type ReportLanguage } from './words.js';

/** Audits of fairness: each group with its size, rates at the alert threshold and gap to the largest. */
export function groupSection({ subgroups }: EvaluationReport, language: ReportLanguage): Markup {
  const say = sayIn(language);
  const [audit] = subgroups;
  if (audit === undefined) return el('section', {}, heading(2, say('groups')), paragraph(say('noGroups')));
  const attributes = [...new Set(subgroups.map(({ attribute }) => attribute))];
  const alerts = percent(audit.capacity);
  return el(
    'section',
    {},
    heading(2, say('groups')),
    paragraph(verdict(subgroups, language)),
    paragraph(
      `${language === 'zh' ? `${horizonText(audit.horizon, 'zh')};提醒:概率最高的 ${alerts}。` : `${horizonText(audit.horizon, 'en')}; alerts: the highest ${alerts}. `}${say('groupsHow')}`,
      'quiet',
    ),
    ...attributes.flatMap((attribute) => {
      const own = subgroups.filter((one) => one.attribute === attribute);
      return [
        heading(3, attribute),
        htmlTable(
          [
            say('day'),
            say('group'),
            say('count'),
            say('positives'),
            say('auc'),
            say('tpr'),
            say('fpr'),
            say('large'),
            say('abroca'),
            say('p'),
          ],
          own.flatMap(({ day, reference, groups }) =>
            groups.map((group, index): Line => ({
              first: index === 0,
              cells: [String(day), ...groupCells(group, group.group === reference, language)],
            })),
          ),
          2,
        ),
      ];
    }),
  );
}

function groupCells(one: SubgroupFigures, isReference: boolean, language: ReportLanguage): string[] {
  const say = sayIn(language);
  const name = isReference ? `${one.group} (${say('reference')})` : one.group;
  if (one.learners === null) return [name, say('hidden'), ...Array<string>(7).fill('')];
  const told = (value: number | null, digits: number): string =>
    value === null ? say('cannotTell') : fixed(value, digits);
  const { gap } = one;
  return [
    name,
    String(one.learners),
    one.positives === null ? say('hidden') : String(one.positives),
    told(one.auc, 3),
    told(one.truePositiveRate, 2),
    told(one.falsePositiveRate, 2),
    told(one.calibrationInTheLarge, 3),
    gap === null
      ? isReference
        ? ''
        : say('cannotTell')
      : `${fixed(gap.abroca, 3)} (${fixed(gap.nullUpper, 3)})`,
    gap === null ? '' : `${fixed(gap.pValue, 3)} (${fixed(gap.pAdjusted, 3)})`,
  ];
}

function verdict(audits: EvaluationReport['subgroups'], language: ReportLanguage): string {
  const gaps = audits.flatMap(({ attribute, day, groups }) =>
    groups.flatMap(({ group, gap }) => (gap === null ? [] : [{ attribute, day, group, gap }])),
  );
  const found = gaps.filter(({ gap }) => gap.pAdjusted < 0.05);
  const compared = String(gaps.length);
  if (gaps.length === 0)
    return language === 'zh' ? '各组人数太少,看不出差别。' : 'Groups are too small: no gap can be told.';
  if (found.length === 0)
    return language === 'zh'
      ? `比较了 ${compared} 处,没有超出偶然的差别。`
      : `Of ${compared} comparisons none shows a gap beyond chance.`;
  const places = found
    .map(({ attribute, day, group }) => `${attribute} ${group} (${String(day)})`)
    .join(', ');
  return language === 'zh'
    ? `比较了 ${compared} 处,${String(found.length)} 处差别超出偶然:${places}。`
    : `Of ${compared} comparisons ${String(found.length)} show a gap beyond chance: ${places}.`;
}
