import './shell.css';
import { Suspense, useRef, useState, type ReactNode } from 'react';
import { both } from '../language/bilingual.js';
import { useLanguage } from '../language/language.js';
import { AsOfProvider } from './as-of.js';
import { useKeys } from './keys.js';
import { sectionsFor } from './sections.js';
import { BottomBar } from './bottom-bar.js';
import { Rail } from './rail.js';
import { useSession } from './session.js';
import { TopBar } from './top-bar.js';
import { useView } from './view.js';
import { lazyPart } from '../parts/lazy-part.js';

const EvidenceDrawer = lazyPart(() => import('../parts/evidence-drawer.js'), 'EvidenceDrawer');
const DemoStrip = lazyPart(() => import('./demo-strip.js'), 'DemoStrip');
const HelpDialog = lazyPart(() => import('./help-dialog.js'), 'HelpDialog');

const skip = both('跳到正文', 'Skip to content');

/** What stands around every page: rail, top bar, evidence drawer, keys. */
export function Shell({ children }: { children: ReactNode }) {
  const { say } = useLanguage();
  const session = useSession();
  const view = useView();
  const main = useRef<HTMLElement>(null);
  const [help, setHelp] = useState(false);
  const evidence = view.get('ev');
  const goTo = (path: string) => {
    if (sectionsFor(session).some((section) => section.path === path)) view.go(path);
  };
  useKeys({
    'g t': () => {
      goTo('/today');
    },
    'g l': () => {
      goTo('/learners');
    },
    'g r': () => {
      goTo('/regions');
    },
    'g c': () => {
      goTo('/courses');
    },
    '/': () => {
      const fields = [...document.querySelectorAll<HTMLElement>('[data-search]')];
      // Where the bar is too narrow for the field, the list of learners has it.
      const shown = fields.find((field) => field.offsetParent !== null);
      if (shown === undefined) goTo('/learners');
      else shown.focus();
    },
    t: () => document.querySelector<HTMLElement>('[data-table-toggle]')?.click(),
    '?': () => {
      setHelp(true);
    },
  });
  return (
    <AsOfProvider>
      <a
        className="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        {say(skip)}
      </a>
      <div className="shell">
        <Rail
          openHelp={() => {
            setHelp(true);
          }}
        />
        <div className="shell-page">
          {session.simulated && (
            <Suspense fallback={<div className="demo-strip" />}>
              <DemoStrip />
            </Suspense>
          )}
          <TopBar />
          <main id="main" ref={main} tabIndex={-1}>
            {children}
          </main>
        </div>
        <BottomBar
          openHelp={() => {
            setHelp(true);
          }}
        />
      </div>
      <Suspense fallback={null}>
        {evidence !== null && <EvidenceDrawer key={evidence} code={evidence} />}
        {help && (
          <HelpDialog
            onClose={() => {
              setHelp(false);
            }}
          />
        )}
      </Suspense>
    </AsOfProvider>
  );
}
