import type { Worklist } from '#libs/contracts';
import { Link } from 'wouter';
import { useView } from '../../app/view.js';
import { both } from '../../language/bilingual.js';
import { useLanguage } from '../../language/language.js';

const words = {
  setAside: both('未列入', 'Set aside'),
  asideReason: {
    offline: both('乡镇断网', 'no network'),
    'on-duty': both('假期或值班', 'holiday or duty'),
    'not-enough-data': both('资料不足', 'not enough data'),
    'unlike-course': both('课程与学过的都不相像', 'course unlike any seen'),
    'beyond-capacity': both('超出今天的容量', 'beyond today’s capacity'),
    'no-model': both('课程还没有模型', 'no model for the course'),
  },
};

/** Levels of the learners' list that show exactly those who were set aside for a reason. */
const levelOf: Partial<Record<Worklist['setAside'][number]['why'], string>> = {
  'not-enough-data': 'unknown',
  'unlike-course': 'unknown',
};

/** Who is at risk and not on the list, and why: silence is not guilt, and nothing is hidden. */
export function SetAside({ setAside }: Pick<Worklist, 'setAside'>) {
  const { say, format } = useLanguage();
  const view = useView();
  const shown = setAside.filter(({ count }) => count > 0);
  if (shown.length === 0) return null;
  return (
    <p className="set-aside small">
      <span className="quiet">{say(words.setAside)}</span>
      {shown.map(({ why, count }) => {
        const text = `${say(words.asideReason[why])} ${format.number(count)}`;
        const level = levelOf[why];
        return level === undefined ? (
          <span key={why}>{text}</span>
        ) : (
          <Link key={why} className="counted" href={view.to('/learners', { level })}>
            {text}
          </Link>
        );
      })}
    </p>
  );
}
