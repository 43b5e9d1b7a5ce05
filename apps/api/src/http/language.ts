export type Language = 'zh' | 'en';

/** The better of our two languages by `Accept-Language` (RFC 9110 12.5.4); Chinese where nothing is asked for. */
export function languageOf(acceptLanguage: string | undefined): Language {
  let best: { language: Language; quality: number } = { language: 'zh', quality: 0 };
  for (const part of (acceptLanguage ?? '').split(',')) {
    const [tag = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    const language = tag.split('-', 1)[0];
    const weight = parameters.find((parameter) => parameter.startsWith('q='));
    const quality = weight === undefined ? 1 : Number(weight.slice(2));
    if ((language === 'zh' || language === 'en') && quality > best.quality) best = { language, quality };
  }
  return best.language;
}
