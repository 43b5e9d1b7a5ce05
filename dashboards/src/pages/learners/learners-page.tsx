import './learners-page.css';
import type { LearnerRow } from '#libs/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useApi } from '../../api/api.js';
import { useShownAsOf } from '../../app/as-of.js';
import { LearnerSearch } from '../../app/learner-search.js';
import { useKeys } from '../../app/keys.js';
import { rowKeys } from '../../app/row-keys.js';
import { useView } from '../../app/view.js';
import { both, plural } from '../../language/bilingual.js';
import { useLanguage } from '../../language/language.js';
import { learnerName } from '../../language/learner-name.js';
import { chanceBrief, levels, type Level } from '../../language/risk-sentences.js';
import { statusWord } from '../../language/status-words.js';
import { Chips } from '../../parts/chips.js';
import { DataTable, type Column } from '../../parts/data-table.js';
import { LevelMark, LevelShape } from '../../parts/level-mark.js';
import { PageHead } from '../../parts/page-head.js';
import { Loaded, Note } from '../../parts/states.js';

const words = {
  title: both('学员', 'Learners'),
  question: both('谁在学,谁需要留意?', 'Who is learning, and who needs attention?'),
  all: (n: number, told: string) =>
    both(
      `共 ${told} 位学员,最需要留意的排在前面`,
      `${told} ${plural(n, 'learner', 'learners')}; who needs attention most comes first`,
    ),
  match: (n: number, told: string) =>
    both(`符合条件的学员 ${told} 位`, `${told} ${plural(n, 'learner matches', 'learners match')}`),
  found: (q: string) => both(`姓名含“${q}”`, `name contains “${q}”`),
  clear: both('清除', 'Clear'),
  level: both('级别', 'Level'),
  everyLevel: both('全部', 'All'),
  name: both('姓名', 'Name'),
  place: both('地点', 'Place'),
  course: both('课程', 'Course'),
  week: both('周', 'Week'),
  status: both('状态', 'Status'),
  active: both('最近学习', 'Last study'),
  synced: both('最近同步', 'Last sync'),
  chance: both('14 天内中断的可能', 'Stops within 14 days'),
  never: both('从未', 'never'),
  more: both('再显示 50 位', 'Show 50 more'),
  shown: (n: string, of: string) => both(`已显示 ${n} / ${of}`, `${n} of ${of} shown`),
  none: both('没有符合条件的学员', 'No learner matches'),
  noneText: both('换一个级别,或放宽区域和课程。', 'Try another level, or widen place and course.'),
};

const filters: readonly Level[] = ['contact', 'watch', 'none', 'unknown'];

export function LearnersPage() {
  const { say, format } = useLanguage();
  const view = useView();
  const { queries } = useApi();
  const level = view.get('level');
  const q = view.state?.q ?? null;
  const query = useInfiniteQuery(queries.learners({ ...view.scope, level, q }));
  const first = query.data?.pages[0];
  const narrowed = level !== null || q !== null;
  useShownAsOf(first?.asOf);
  return (
    <>
      <PageHead
        title={say(words.title)}
        question={say(words.question)}
        answer={
          first && (
            <>
              {say((narrowed ? words.match : words.all)(first.total, format.headline(first.total)))}
              {q !== null && (
                <>
                  {' · '}
                  {say(words.found(q))}{' '}
                  <button
                    type="button"
                    className="button plain"
                    onClick={() => {
                      view.change({});
                    }}
                  >
                    {say(words.clear)}
                  </button>
                </>
              )}
            </>
          )
        }
      />
      <LearnerSearch className="page-search" />
      <Chips
        label={say(words.level)}
        chosen={level ?? 'all'}
        choose={(value) => {
          view.change({ level: value === 'all' ? null : value }, { replace: true, state: view.state ?? {} });
        }}
        options={[
          { value: 'all', name: say(words.everyLevel) },
          ...filters.map((value) => ({
            value,
            name: (
              <span className="level" data-level={value}>
                <LevelShape level={value} />
                {say(levels[value].name)}
              </span>
            ),
          })),
        ]}
      />
      <Loaded query={query} shape="cards">
        {({ pages }) => (
          <LearnerTable
            rows={pages.flatMap(({ rows }) => rows)}
            total={pages[0]?.total ?? 0}
            asOf={pages[0]?.asOf ?? ''}
            more={query.hasNextPage ? () => void query.fetchNextPage() : null}
          />
        )}
      </Loaded>
    </>
  );
}

interface LearnerTableProps {
  readonly rows: readonly LearnerRow[];
  readonly total: number;
  readonly asOf: string;
  readonly more: (() => void) | null;
}

function LearnerTable({ rows, total, asOf, more }: LearnerTableProps) {
  const { say, format } = useLanguage();
  const view = useView();
  useKeys(rowKeys());
  if (rows.length === 0) return <Note title={say(words.none)} text={say(words.noneText)} />;
  const columns: Column<LearnerRow>[] = [
    {
      name: say(words.name),
      cell: ({ learner, run }) => (
        <Link href={view.to(`/learners/${learner.pid}`, { run: run.code })} data-open>
          {learnerName(learner)}
        </Link>
      ),
    },
    {
      name: say(words.level),
      cell: ({ chance }) => <LevelMark level={chance?.level ?? 'unknown'} />,
    },
    { name: say(words.place), cell: ({ learner }) => learner.region && say(learner.region.name) },
    { name: say(words.course), text: true, cell: ({ run }) => say(run.course.name) },
    { name: say(words.week), figure: true, cell: ({ week }) => format.number(week) },
    { name: say(words.status), cell: ({ status }) => say(statusWord(status)) },
    {
      name: say(words.active),
      cell: ({ lastActiveDay }) =>
        lastActiveDay === null ? say(words.never) : format.shortDate(lastActiveDay),
    },
    {
      name: say(words.synced),
      cell: ({ syncedAt }) => (syncedAt === null ? say(words.never) : format.ago(syncedAt, asOf)),
    },
    // Person, facts, then chance: the figure is not to be read before what it rests on.
    {
      name: say(words.chance),
      text: true,
      cell: ({ chance, abstention }) =>
        chance !== null ? (
          say(chanceBrief(chance))
        ) : (
          <span className="quiet">{abstention && say(abstention.text)}</span>
        ),
    },
  ];
  return (
    <div className="learner-list">
      <DataTable
        caption={say(words.title)}
        walked
        columns={columns}
        rows={rows}
        keyOf={({ learner, run }) => `${learner.pid} ${run.code}`}
      />
      <p className="learner-more">
        <span className="small quiet">
          {say(words.shown(format.number(rows.length), format.number(total)))}
        </span>
        {more !== null && (
          <button type="button" className="button" onClick={more}>
            {say(words.more)}
          </button>
        )}
      </p>
    </div>
  );
}
