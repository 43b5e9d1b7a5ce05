import { Suspense, useState } from 'react';
import { both } from '../language/bilingual.js';
import { useLanguage } from '../language/language.js';
import { Icon } from '../parts/icon.js';
import { useTheme } from '../theme/theme.js';
import { useAsOf } from './as-of.js';
import { BarFilters, usePageFilters } from './bar-filters.js';
import { LearnerSearch } from './learner-search.js';
import { lazyPart } from '../parts/lazy-part.js';

const FilterSheet = lazyPart(() => import('./filter-sheet.js'), 'FilterSheet');

const words = {
  asOf: (at: string) => both(`数据截至 ${at}`, `Data as of ${at}`),
  filters: both('筛选', 'Filters'),
  other: { zh: 'EN', en: '中' },
  dark: both('深色', 'Dark'),
  light: both('浅色', 'Light'),
};

export function TopBar() {
  const { say, format, language, setLanguage } = useLanguage();
  const [theme, setTheme] = useTheme();
  const asOf = useAsOf();
  const filters = usePageFilters();
  const [sheet, setSheet] = useState(false);
  return (
    <header className="top-bar">
      <span className="top-brand">映雪</span>
      <div className="top-filters wide-only">
        <BarFilters />
      </div>
      <div className="top-end">
        <LearnerSearch className="top-search" />
        {asOf !== null && <span className="as-of">{say(words.asOf(format.shortDateTime(asOf)))}</span>}
        {filters.length > 0 && (
          <button
            type="button"
            className="button plain phone-only"
            onClick={() => {
              setSheet(true);
            }}
          >
            <Icon name="filter" />
            {say(words.filters)}
          </button>
        )}
        <button
          type="button"
          className="button plain"
          lang={language === 'zh' ? 'en' : 'zh-CN'}
          onClick={() => {
            setLanguage(language === 'zh' ? 'en' : 'zh');
          }}
        >
          {say(words.other)}
        </button>
        <button
          type="button"
          className="button plain"
          onClick={() => {
            setTheme(theme === 'dark' ? 'light' : 'dark');
          }}
        >
          {say(theme === 'dark' ? words.light : words.dark)}
        </button>
      </div>
      {sheet && (
        <Suspense fallback={null}>
          <FilterSheet
            onClose={() => {
              setSheet(false);
            }}
          />
        </Suspense>
      )}
    </header>
  );
}
