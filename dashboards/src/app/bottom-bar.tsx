import { Suspense, useState } from 'react';
import { both } from '../language/bilingual.js';
import { useLanguage } from '../language/language.js';
import { Icon } from '../parts/icon.js';
import { lazyPart } from '../parts/lazy-part.js';
import { sectionsFor } from './sections.js';
import { isOpen, SectionLink } from './section-link.js';
import { useSession } from './session.js';
import { useView } from './view.js';

const MoreSheet = lazyPart(() => import('./more-sheet.js'), 'MoreSheet');

const words = { pages: both('页面', 'Pages'), more: both('更多', 'More') };

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
