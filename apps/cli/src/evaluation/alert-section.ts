import type { EvaluationReport } from '#pipelines/training';
import { captioned, figureCell, heading, htmlTable, paragraph } from './html-parts.js';
import { percent, range } from './numbers.js';
import { styleOf } from './plots/curve-plot.js';
import { intervalPlot } from './plots/interval-plot.js';
import { el, type Markup } from './plots/markup.js';
import { horizonText, methodName, sayIn, type ReportLanguage } from './words.js';

const ahead = ['7', '14', '28'] as const;
const share = (value: number): string => `${String(Math.round(value * 100))}%`;

/** Lead times and how much lists change. */
export function alertSection(
  { leadTimes, churn, alertHorizon }: EvaluationReport,
  language: ReportLanguage,
): Markup {
  const say = sayIn(language);
  const name = (method: (typeof leadTimes)[number]['method']): string => methodName(method, language);
  return el(
    'section',
    {},
    heading(2, say('lead')),
    paragraph(
      `${say('leadHow')}${language === 'zh' ? `名单按“${horizonText(alertHorizon, 'zh')}”的概率排序。` : ` They are ranked by the chance of: ${horizonText(alertHorizon, 'en').toLowerCase()}.`}`,
      'quiet',
    ),
    captioned(
      say('leadShare'),
      intervalPlot(
        say('leadShare'),
        ahead.map((days) =>
          leadTimes.map(({ method, lead, intervals }, index) => ({
            label: `${index === 0 ? (language === 'zh' ? `≥ ${days} 天  ` : `≥ ${days} days  `) : ''}${name(method)}`,
            style: styleOf[method],
            value: lead.aheadShares[days],
            ...intervals[`ahead${days}`],
            text: `${percent(lead.aheadShares[days])} (${shares(intervals[`ahead${days}`])})`,
          })),
        ),
        { from: 0, to: 1, ticks: [0, 0.25, 0.5, 0.75, 1], format: share },
      ),
    ),
    htmlTable(
      [say('method'), say('departures'), say('alerted'), say('medianDays')],
      leadTimes.map(({ method, lead, intervals }) => ({
        own: method === 'snowlight',
        cells: [
          name(method),
          String(lead.departures),
          String(lead.alerted),
          figureCell(lead.medianDays, intervals.medianDays, 0),
        ],
      })),
      1,
    ),
    heading(2, say('churn')),
    paragraph(say('churnHow'), 'quiet'),
    htmlTable(
      [say('method'), say('list'), say('alerts'), say('churnShare')],
      churn.map(({ method, at, churn: { alerts, share: changed }, interval }, index) => ({
        own: method === 'snowlight',
        first: method !== churn[index - 1]?.method,
        cells: [
          name(method),
          at === 'rule volume' ? say('ruleVolume') : percent(at),
          String(alerts),
          figureCell(changed, interval, 2),
        ],
      })),
      2,
    ),
  );
}

const shares = ({ lower, upper }: { lower: number; upper: number }): string =>
  range({ lower: lower * 100, upper: upper * 100 }, 0).replace(' to ', '–');
