/** A piece of finished HTML or SVG; text becomes one by `escaped` alone, so that nothing unescaped gets in. */
export type Markup = string & { readonly markup: unique symbol };

export const escaped = (text: string): Markup =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;') as Markup;

const empty = new Set(['line', 'circle', 'rect', 'path', 'polyline', 'meta']);

/** An element; strings among the children are text. Attributes that are undefined are left out. */
export function el(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>> = {},
  ...children: readonly Markup[]
): Markup {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : ` ${key}="${escaped(typeof value === 'number' ? short(value) : value)}"`,
  );
  const open = `<${name}${written.join('')}`;
  return (
    empty.has(name) && children.length === 0
      ? `${open}${name === 'meta' ? '>' : '/>'}`
      : `${open}>${children.join('')}</${name}>`
  ) as Markup;
}

export const joined = (...parts: readonly Markup[]): Markup => parts.join('') as Markup;

/** A coordinate: a tenth of a pixel is seen by nobody. */
export const short = (value: number): string => String(Math.round(value * 10) / 10);
