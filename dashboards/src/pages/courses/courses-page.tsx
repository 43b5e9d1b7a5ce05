import './courses-page.css';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useApi } from '../../api/api.js';
import { useView } from '../../app/view.js';
import { both } from '../../language/bilingual.js';
import { useLanguage } from '../../language/language.js';
import { Figure } from '../../parts/counted.js';
import { PageHead } from '../../parts/page-head.js';
import { Loaded, Note } from '../../parts/states.js';

const words = {
  title: both('课程', 'Courses'),
  question: both('哪些课程正在进行?', 'Which courses are running?'),
  answer: (active: number, of: number) =>
    both(
      `${active.toString()} 期正在进行,共 ${of.toString()} 期`,
      `${active.toString()} running, ${of.toString()} in all`,
    ),
  learning: both('在学', 'learning'),
  rolling: both('随到随学', 'rolling start'),
  ended: both('已结束', 'ended'),
  open: both('长期', 'open end'),
  none: both('还没有课程', 'No course yet'),
  noneText: both('课程随名册导入后出现在这里。', 'Courses appear here once a roster is imported.'),
};

export function CoursesPage() {
  const { say, format } = useLanguage();
  const view = useView();
  const { queries } = useApi();
  const query = useQuery(queries.courses(view.scope.region));
  const runs = query.data?.runs;
  const active = runs?.filter(({ run }) => run.active).length;
  return (
    <>
      <PageHead
        title={say(words.title)}
        question={say(words.question)}
        answer={runs && active !== undefined && say(words.answer(active, runs.length))}
      />
      <Loaded query={query} shape="cards">
        {({ runs }) =>
          runs.length === 0 ? (
            <Note title={say(words.none)} text={say(words.noneText)} />
          ) : (
            <ul className="runs">
              {runs.map(({ run, learning }) => (
                <li key={run.code} className="panel" data-active={run.active}>
                  <h2>
                    <Link href={view.to(`/courses/${encodeURIComponent(run.code)}`)}>
                      {say(run.course.name)}
                    </Link>
                  </h2>
                  <p className="quiet small">
                    {[
                      run.code,
                      run.end === null
                        ? `${format.period(run.start, run.start)} – ${say(words.open)}`
                        : format.period(run.start, run.end),
                      run.rolling ? say(words.rolling) : null,
                      run.active ? null : say(words.ended),
                    ]
                      .filter((part) => part !== null)
                      .join(' · ')}
                  </p>
                  <p className="run-learning">
                    <strong>
                      <Figure value={learning} />
                    </strong>{' '}
                    <span className="quiet small">{say(words.learning)}</span>
                  </p>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </>
  );
}
