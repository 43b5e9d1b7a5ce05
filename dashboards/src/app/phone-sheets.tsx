import { both } from '../language/bilingual.js';
import { useLanguage } from '../language/language.js';
import { Dialog } from '../parts/dialog.js';
import { RailFoot, SectionLink } from './rail.js';
import { sectionsFor } from './pages.js';
import { useSession } from './session.js';
import { BarFilters } from './top-bar.js';

/** What a phone shows on demand: the filters, and the pages that the bottom bar has no room for. */

const words = { more: both('更多', 'More'), filters: both('筛选', 'Filters') };

export function FilterSheet({ onClose }: { onClose: () => void }) {
  const { say } = useLanguage();
  return (
    <Dialog title={say(words.filters)} onClose={onClose}>
      <div className="filter-sheet">
        <BarFilters />
      </div>
    </Dialog>
  );
}

export function MoreSheet({ onClose, openHelp }: { onClose: () => void; openHelp: () => void }) {
  const { say } = useLanguage();
  const session = useSession();
  return (
    <Dialog title={say(words.more)} onClose={onClose}>
      <div className="filter-sheet" onClick={onClose}>
        {sectionsFor(session)
          .slice(4)
          .map((section) => (
            <SectionLink key={section.path} section={section} className="rail-link" />
          ))}
      </div>
      <p className="quiet">
        {session.name} · {say(session.tenant.name)}
      </p>
      <RailFoot openHelp={openHelp} />
    </Dialog>
  );
}
