import './sheets.css';
import { both } from '../language/bilingual.js';
import { useLanguage } from '../language/language.js';
import { Dialog } from '../parts/dialog.js';
import { sectionsFor } from './sections.js';
import { RailFoot } from './rail-foot.js';
import { SectionLink } from './section-link.js';
import { useSession } from './session.js';

const title = both('更多', 'More');

/** The pages that the phone's bottom bar has no room for. */
export function MoreSheet({ onClose, openHelp }: { onClose: () => void; openHelp: () => void }) {
  const { say } = useLanguage();
  const session = useSession();
  return (
    <Dialog title={say(title)} onClose={onClose}>
      <div className="filter-sheet" onClick={onClose}>
        {sectionsFor(session)
          .slice(4)
          .map((section) => (
            <SectionLink key={section.path} section={section} className="rail-link" />
          ))}
      </div>
      <div className="more-foot">
        <p className="quiet">
          {session.name} · {say(session.tenant.name)}
        </p>
        <RailFoot openHelp={openHelp} />
      </div>
    </Dialog>
  );
}
