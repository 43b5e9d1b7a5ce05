import { both } from '../language/bilingual.js';
import { useLanguage } from '../language/language.js';
import { useSession } from './session.js';
import { useView } from './view.js';

const words = { course: both('课程', 'Course'), all: both('全部课程', 'All courses') };

export function CoursePicker() {
  const { say } = useLanguage();
  const { runs } = useSession();
  const view = useView();
  const ofPage = /^\/courses\/(.+)$/.exec(view.path);
  const chosen = ofPage?.[1] === undefined ? (view.scope.run ?? '') : decodeURIComponent(ofPage[1]);
  return (
    <select
      className="field"
      aria-label={say(words.course)}
      value={chosen}
      onChange={({ target: { value } }) => {
        if (ofPage === null) view.change({ course: value === '' ? null : value, ev: null, open: null });
        else view.go(value === '' ? '/courses' : `/courses/${encodeURIComponent(value)}`);
      }}
    >
      <option value="">{say(words.all)}</option>
      {runs.map((run) => (
        <option key={run.code} value={run.code}>
          {say(run.course.name)} · {run.code}
        </option>
      ))}
    </select>
  );
}
