import './course-page.css';
import type { CourseOverview } from '#libs/contracts';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'wouter';
import { useApi } from '../../api/api.js';
import { useShownAsOf } from '../../app/as-of.js';
import { useView } from '../../app/view.js';
import { useLanguage } from '../../language/language.js';
import { CountedFigure } from '../../parts/counted.js';
import { PageHead } from '../../parts/page-head.js';
import { Loaded } from '../../parts/states.js';
import { Tiles } from '../../parts/tiles.js';
import { ModuleSteps } from './module-steps.js';
import { OnSite } from './on-site.js';
import { StillLearning } from './still-learning.js';
import { words } from './words.js';

export function CoursePage() {
  const { say } = useLanguage();
  const { run = '' } = useParams();
  const view = useView();
  const { queries } = useApi();
  const query = useQuery(queries.course(decodeURIComponent(run), view.scope.region));
  const { data } = query;
  useShownAsOf(data?.asOf);
  return (
    <>
      <PageHead
        title={data ? say(data.run.course.name) : say(words.title)}
        question={say(words.question)}
        answer={data && say(data.sentence)}
      />
      <Loaded query={query} shape="chart">
        {(course) => <Overview course={course} />}
      </Loaded>
    </>
  );
}

function Overview({ course }: { course: CourseOverview }) {
  const { say, format } = useLanguage();
  return (
    <>
      <Tiles
        tiles={[
          {
            name: say(words.week),
            value: format.number(course.week),
            note: say(words.since(format.shortDate(course.run.start))),
          },
          ...(['learning', 'done', 'stopped'] as const).map((figure) => ({
            name: say(words[figure]),
            value: <CountedFigure counted={course[figure]} label={say(words[figure])} headline />,
          })),
        ]}
      />
      <StillLearning course={course} />
      <ModuleSteps course={course} />
      {course.onSite.length > 0 && <OnSite course={course} />}
    </>
  );
}
