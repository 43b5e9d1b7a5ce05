import type { ModelCard } from '#libs/contracts';
import { htmlPage } from '../evaluation/html-page.js';
import { figureCell, heading, htmlTable, paragraph } from '../evaluation/html-parts.js';
import { fixed } from '../evaluation/numbers.js';
import { el, escaped, joined, type Markup } from '../evaluation/plots/markup.js';
import type { ReportLanguage } from '../evaluation/words.js';
import { decisionWords, sayCard, statusWords } from './card-words.js';

type Say = ReturnType<typeof sayCard>;

/** All that the registry keeps of a model, as one HTML file; nothing is fetched and no script runs. */
export function cardHtml(card: ModelCard, language: ReportLanguage): string {
  const say = sayCard(language);
  const { version, note } = card;
  return htmlPage(
    language,
    `${say('title')} · ${version}`,
    el('h1', {}, escaped(`${say('title')} · ${version}`)),
    paragraph(say(card.origin), 'lead'),
    ...(note === null ? [] : [paragraph(note[language], 'warn')]),
    facts(card, say, language),
    heading(2, say('figures')),
    definitions(Object.entries(card.metrics).map(([name, value]) => [name, String(value)])),
    heading(2, say('promotions')),
    promotions(card, say, language),
    heading(2, say('trials')),
    ...trials(card, say, language),
    heading(2, say('features')),
    htmlTable(
      [say('feature'), say('counted')],
      card.features.map((one) => ({ cells: [one.name, one.version || say('unknown')] })),
      2,
    ),
    heading(2, say('parameters')),
    definitions(parameterLines(card.parameters)),
  );
}

function facts(card: ModelCard, say: Say, language: ReportLanguage): Markup {
  const { dataFrom, dataTo, seed, trainedOn } = card;
  return definitions([
    [say('status'), statusWords[card.status][language]],
    [say('made'), card.createdAt],
    [say('trainedOn'), trainedOn.join(', ')],
    [say('window'), `${dataFrom ?? say('unknown')} – ${dataTo ?? say('unknown')}`],
    [say('seed'), seed === null ? say('unknown') : String(seed)],
  ]);
}

function promotions({ promotions: all }: ModelCard, say: Say, language: ReportLanguage): Markup {
  if (all.length === 0) return paragraph(say('noPromotions'));
  return htmlTable(
    [say('at'), say('version'), say('previous'), say('by'), say('why')],
    all.map((one) => ({
      cells: [
        one.at,
        one.version,
        one.previous ?? say('none'),
        `${one.actorKind}: ${one.actor}`,
        one.why[language],
      ],
    })),
    5,
  );
}

function trials({ trials: all }: ModelCard, say: Say, language: ReportLanguage): readonly Markup[] {
  if (all.length === 0) return [paragraph(say('noTrials'))];
  return all.map((trial) =>
    joined(
      heading(3, `${trial.at} · ${decisionWords[trial.decision][language]}`),
      paragraph(trial.reason[language]),
      definitions([
        [say('version'), `${trial.champion} / ${trial.challenger ?? say('none')}`],
        [say('heldOut'), trial.heldOut],
        [say('trainedOn'), trial.trainedOn.join(', ')],
      ]),
      htmlTable(
        [
          say('horizon'),
          say('learners'),
          say('positives'),
          say('logLossGain'),
          say('aucGain'),
          'AUC',
          'log loss',
        ],
        trial.figures.map((one) => ({
          cells: [
            one.horizon,
            String(one.learners),
            String(one.positives),
            figureCell(one.logLossGain.value, one.logLossGain, 4),
            figureCell(one.aucGain.value, one.aucGain, 3),
            `${fixed(one.champion.auc, 3)} / ${fixed(one.challenger.auc, 3)}`,
            `${fixed(one.champion.logLoss, 4)} / ${fixed(one.challenger.logLoss, 4)}`,
          ],
        })),
        1,
      ),
    ),
  );
}

const definitions = (pairs: readonly (readonly [string, string])[]): Markup =>
  el(
    'dl',
    {},
    ...pairs.map(([name, text]) => joined(el('dt', {}, escaped(name)), el('dd', {}, escaped(text)))),
  );

const parameterLines = (parameters: ModelCard['parameters']): (readonly [string, string])[] =>
  Object.entries(parameters).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
