import type { BilingualText } from '#libs/contracts';
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { Language } from './bilingual.js';
import { chinesePunctuation } from './chinese-punctuation.js';
import { createFormats, type Formats } from './formats.js';
import { preference } from '../app/preference.js';

interface LanguageValue {
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
  /** The text in the reader's language. */
  readonly say: (text: BilingualText) => string;
  readonly format: Formats;
}

const LanguageContext = createContext<LanguageValue | null>(null);
const languagePreference = preference<Language>('lang', ['zh', 'en']);

export function LanguageProvider({ timeZone, children }: { timeZone: string; children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(
    () => languagePreference.read() ?? (navigator.language.startsWith('zh') ? 'zh' : 'en'),
  );
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  }, [language]);
  const value = useMemo<LanguageValue>(
    () => ({
      language,
      setLanguage: (next) => {
        languagePreference.write(next);
        setLanguage(next);
      },
      say: (text) => (language === 'zh' ? chinesePunctuation(text.zh) : text.en),
      format: createFormats(language, timeZone),
    }),
    [language, timeZone],
  );
  return <LanguageContext value={value}>{children}</LanguageContext>;
}

export function useLanguage(): LanguageValue {
  const value = useContext(LanguageContext);
  if (value === null) throw new Error('useLanguage outside of LanguageProvider');
  return value;
}
