import { el, escaped, type Markup } from './plots/markup.js';
import { reportStyle } from './report-style.js';
import type { ReportLanguage } from './words.js';

/** A whole HTML file in the reports' style: nothing is fetched and no script runs. */
export function htmlPage(language: ReportLanguage, title: string, ...content: readonly Markup[]): string {
  const page = el(
    'html',
    { lang: language === 'zh' ? 'zh-CN' : 'en' },
    el(
      'head',
      {},
      el('meta', { charset: 'utf-8' }),
      el('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      el('title', {}, escaped(title)),
      el('style', {}, reportStyle as Markup),
    ),
    el('body', {}, el('main', {}, ...content)),
  );
  return `<!doctype html>\n${page}\n`;
}
