import { useEffect, useState } from 'react';
import { preference } from '../app/preference.js';

export type Theme = 'light' | 'dark';

const themePreference = preference<Theme>('theme', ['light', 'dark']);
const systemDark = () => matchMedia('(prefers-color-scheme: dark)');

/** The reader's choice, else the system's; kept on the root element for the style sheet. */
export function applyTheme(): Theme {
  const theme = themePreference.read() ?? (systemDark().matches ? 'dark' : 'light');
  document.documentElement.dataset.theme = theme;
  return theme;
}

export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(applyTheme);
  useEffect(() => {
    const follow = () => {
      setTheme(applyTheme());
    };
    const query = systemDark();
    query.addEventListener('change', follow);
    return () => {
      query.removeEventListener('change', follow);
    };
  }, []);
  const choose = (next: Theme) => {
    themePreference.write(next);
    setTheme(applyTheme());
  };
  return [theme, choose];
}
