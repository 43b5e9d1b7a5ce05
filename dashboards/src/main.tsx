import './theme/tokens.css';
import './theme/base.css';
import './theme/print.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.js';
import { pageOf } from './app/pages.js';
import { applyTheme } from './theme/theme.js';

applyTheme();
// The page's code comes beside the session, not after it.
void pageOf(location.pathname)?.load();

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
