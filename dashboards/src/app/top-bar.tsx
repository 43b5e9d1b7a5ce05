import { Suspense, useState } from 'react';
import { both } from '../language/bilingual.js';
import { useLanguage } from '../language/language.js';
import { Icon } from '../parts/icon.js';
import { useTheme } from '../theme/theme.js';
import { useAsOf } from './as-of.js';
import { BarFilters, usePageFilters } from './bar-filters.js';
import { sectionsFor } from './pages.js';
import { useSession } from './session.js';
import { useView } from './view.js';
import { lazyPart } from '../parts/lazy-part.js';

const FilterSheet = lazyPart(() => import('./filter-sheet.js'), 'FilterSheet');

const words = {
  asOf: (at: string) => both(`数据截至 ${at}`, `Data as of ${at}`),
  filters: both('筛选', 'Filters'),
  other: { zh: 'EN', en: '中' },
  dark: both('深色', 'Dark'),
  light: both('浅色', 'Light'),
  search: both('找学员(姓名)', 'Find a learner'),
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
        <Search />
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

/** Takes a name to the list of learners; not by the URL, where no name may stand. */
function Search() {
  const { say } = useLanguage();
  const view = useView();
  const session = useSession();
  if (!sectionsFor(session).some(({ path }) => path === '/learners')) return null;
  return (
    <form
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        const q = new FormData(event.currentTarget).get('q');
        view.go('/learners', {}, typeof q === 'string' && q !== '' ? { q } : {});
      }}
    >
      <input
        className="field top-search"
        name="q"
        type="search"
        data-search
        aria-label={say(words.search)}
        placeholder={say(words.search)}
        autoComplete="off"
      />
    </form>
  );
}
