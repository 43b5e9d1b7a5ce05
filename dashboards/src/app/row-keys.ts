import type { KeyActions } from './keys.js';

const rows = () => [...document.querySelectorAll<HTMLElement>('[data-row]')];

/** Keys that walk the rows of the page and press what stands in the row that has the focus. */
export function rowKeys(): KeyActions {
  const current = () => document.activeElement?.closest<HTMLElement>('[data-row]') ?? null;
  const move = (step: 1 | -1) => () => {
    const all = rows();
    const at = all.findIndex((row) => row === current());
    const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  };
  const press = (selector: string) => () => current()?.querySelector<HTMLElement>(selector)?.click();
  return {
    j: move(1),
    k: move(-1),
    Enter: press('[data-open]'),
    e: press('[data-evidence]'),
    c: press('[data-call]'),
    d: press('[data-done]'),
  };
}
