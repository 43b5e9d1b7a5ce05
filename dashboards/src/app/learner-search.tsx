import { both } from '../language/bilingual.js';
import { useLanguage } from '../language/language.js';
import { useSeesPeople } from './sees-people.js';
import { useView } from './view.js';

const word = both('找学员(姓名)', 'Find a learner');

/**
 * Takes a name to the list of learners; not by the URL, where no name may stand. In the top bar where it is wide
 * enough, else on the list itself.
 */
export function LearnerSearch({ className }: { className: string }) {
  const { say } = useLanguage();
  const view = useView();
  const seesPeople = useSeesPeople();
  if (!seesPeople) return null;
  return (
    <form
      role="search"
      className={className}
      onSubmit={(event) => {
        event.preventDefault();
        const q = new FormData(event.currentTarget).get('q');
        view.go('/learners', {}, typeof q === 'string' && q !== '' ? { q } : {});
      }}
    >
      <input
        className="field"
        name="q"
        type="search"
        data-search
        aria-label={say(word)}
        placeholder={say(word)}
        autoComplete="off"
      />
    </form>
  );
}
