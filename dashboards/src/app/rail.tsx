import { lazy, Suspense, useState } from 'react';
import { Link } from 'wouter';
import { both } from '../language/bilingual.js';
import { useLanguage } from '../language/language.js';
import { Icon } from '../parts/icon.js';
import { sectionsFor, type Section } from './pages.js';
import { useSession, useSignOut } from './session.js';
import { useView } from './view.js';

const MoreSheet = lazy(() => import('./phone-sheets.js').then((m) => ({ default: m.MoreSheet })));

const words = {
  pages: both('页面', 'Pages'),
  more: both('更多', 'More'),
  signOut: both('退出', 'Sign out'),
  keys: both('快捷键 ?', 'Keys ?'),
};

const isOpen = (path: string, section: Section) =>
  path === section.path || path.startsWith(`${section.path}/`);

export function Rail({ openHelp }: { openHelp: () => void }) {
  const { say } = useLanguage();
  const session = useSession();
  return (
    <nav className="rail" aria-label={say(words.pages)}>
      <p className="brand">
        <BrandMark />
        <span>
          映雪
          <small>Snowlight</small>
        </span>
      </p>
      {sectionsFor(session).map((section) => (
        <SectionLink key={section.path} section={section} className="rail-link" />
      ))}
      <div className="rail-foot">
        <span>{session.name}</span>
        <span className="quiet">{say(session.tenant.name)}</span>
        <RailFoot openHelp={openHelp} />
      </div>
    </nav>
  );
}

export function RailFoot({ openHelp }: { openHelp: () => void }) {
  const { say } = useLanguage();
  const signOut = useSignOut();
  return (
    <>
      <button type="button" className="button plain" onClick={openHelp}>
        {say(words.keys)}
      </button>
      <button type="button" className="button plain" onClick={() => void signOut()}>
        {say(words.signOut)}
      </button>
    </>
  );
}

export function SectionLink({ section, className }: { section: Section; className?: string }) {
  const { say } = useLanguage();
  const view = useView();
  return (
    <Link
      href={view.to(section.path)}
      className={className}
      aria-current={isOpen(view.path, section) ? 'page' : undefined}
    >
      <Icon name={section.icon} />
      {say(section.name)}
    </Link>
  );
}

/** The phone's bar: four entries, the rest under More. */
export function BottomBar({ openHelp }: { openHelp: () => void }) {
  const { say } = useLanguage();
  const session = useSession();
  const { path } = useView();
  const [more, setMore] = useState(false);
  const sections = sectionsFor(session);
  const rest = sections.slice(4);
  return (
    <nav className="bottom-bar no-print" aria-label={say(words.pages)}>
      {sections.slice(0, 4).map((section) => (
        <SectionLink key={section.path} section={section} />
      ))}
      <button
        type="button"
        aria-current={rest.some((section) => isOpen(path, section)) ? 'page' : undefined}
        onClick={() => {
          setMore(true);
        }}
      >
        <Icon name="more" />
        {say(words.more)}
      </button>
      {more && (
        <Suspense fallback={null}>
          <MoreSheet
            openHelp={openHelp}
            onClose={() => {
              setMore(false);
            }}
          />
        </Suspense>
      )}
    </nav>
  );
}

export function BrandMark() {
  return (
    <svg className="brand-mark" width="28" height="28" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="6" fill="var(--accent)" />
      <path
        d="M16 6v20M7.3 11l17.4 10M24.7 11L7.3 21M13 7.8l3 2.6 3-2.6M13 24.2l3-2.6 3 2.6"
        fill="none"
        stroke="var(--on-accent)"
        strokeWidth="2.2"
        strokeLinecap="round"
      />
    </svg>
  );
}
