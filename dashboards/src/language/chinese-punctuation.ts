const fullWidth: Readonly<Record<string, string>> = {
  ',': '\uFF0C',
  ';': '\uFF1B',
  ':': '\uFF1A',
  '!': '\uFF01',
  '?': '\uFF1F',
};

const parentheses = /(?<=\p{Script=Han}) ?\(([^()]*)\)|\(([^()]*\p{Script=Han}[^()]*)\)/gu;
const marks = /(?<=[\p{Script=Han}\u201D\uFF09])[,;:!?] ?|[,;:!?] ?(?=[\p{Script=Han}\u201C])/gu;

/**
 * Full-width punctuation where an ASCII mark stands beside a Chinese character, as Chinese is set; marks inside
 * numbers, times and Latin words stay. Texts from the server may be written either way and look alike here.
 */
export const chinesePunctuation = (text: string): string =>
  text
    .replace(parentheses, (_all, a?: string, b?: string) => `\uFF08${a ?? b ?? ''}\uFF09`)
    .replace(marks, (mark) => fullWidth[mark.charAt(0)] ?? mark);
