import { isKnown, fixed, range, type Known } from './numbers.js';
import { el, escaped, joined, type Markup } from './plots/markup.js';

export interface Cell {
  readonly text: string;
  /** In small letters below, each on a line: intervals. */
  readonly below?: string | readonly string[];
}
export interface Line {
  readonly cells: readonly (string | Cell)[];
  /** Ours: in bold. */
  readonly own?: boolean;
  /** A line above parts it from the rows before. */
  readonly first?: boolean;
}

/** A table that scrolls by itself where the page is narrow; the first `words` columns are text. */
export function htmlTable(head: readonly string[], lines: readonly Line[], words: number): Markup {
  const style = (column: number): string | undefined => (column < words ? 'text' : undefined);
  return el(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': head.join(', ') },
    el(
      'table',
      {},
      el(
        'thead',
        {},
        el('tr', {}, ...head.map((text, i) => el('th', { scope: 'col', class: style(i) }, escaped(text)))),
      ),
      el(
        'tbody',
        {},
        ...lines.map(({ cells, own, first }) =>
          el(
            'tr',
            { class: [own ? 'own' : '', first ? 'first' : ''].join(' ').trim() || undefined },
            ...cells.map((cell, i) => el('td', { class: style(i) }, cellOf(cell))),
          ),
        ),
      ),
    ),
  );
}

function cellOf(cell: string | Cell): Markup {
  if (typeof cell === 'string') return escaped(cell);
  const below = typeof cell.below === 'string' ? [cell.below] : (cell.below ?? []);
  return joined(
    escaped(cell.text),
    ...below.filter((line) => line !== '').map((line) => el('small', {}, escaped(line))),
  );
}

export const figureCell = (
  value: Known,
  interval: { readonly lower: Known; readonly upper: Known } | undefined,
  digits: number,
): Cell => ({
  text: fixed(value, digits),
  ...(interval && isKnown(value) && { below: range(interval, digits).replace(' to ', ' – ') }),
});

export const paragraph = (text: string, style?: string): Markup => el('p', { class: style }, escaped(text));
export const heading = (level: 2 | 3, text: string): Markup => el(`h${String(level)}`, {}, escaped(text));

export const captioned = (caption: string, plot: Markup, aside = ''): Markup =>
  el(
    'figure',
    {},
    el('figcaption', {}, escaped(caption), aside === '' ? escaped('') : el('span', {}, escaped(` ${aside}`))),
    plot,
  );
