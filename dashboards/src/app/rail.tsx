import { both } from '../language/bilingual.js';
import { useLanguage } from '../language/language.js';
import { BrandMark } from '../parts/brand-mark.js';
import { sectionsFor } from './sections.js';
import { RailFoot } from './rail-foot.js';
import { SectionLink } from './section-link.js';
import { useSession } from './session.js';

const pagesWord = both('页面', 'Pages');

export function Rail({ openHelp }: { openHelp: () => void }) {
  const { say } = useLanguage();
  const session = useSession();
  return (
    <nav className="rail" aria-label={say(pagesWord)}>
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
