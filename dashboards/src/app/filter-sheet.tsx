import './sheets.css';
import { both } from '../language/bilingual.js';
import { useLanguage } from '../language/language.js';
import { Dialog } from '../parts/dialog.js';
import { BarFilters } from './bar-filters.js';

const title = both('筛选', 'Filters');

/** The filters of the top bar, for which a phone has no room. */
export function FilterSheet({ onClose }: { onClose: () => void }) {
  const { say } = useLanguage();
  return (
    <Dialog title={say(title)} onClose={onClose}>
      <div className="filter-sheet">
        <BarFilters />
      </div>
    </Dialog>
  );
}
