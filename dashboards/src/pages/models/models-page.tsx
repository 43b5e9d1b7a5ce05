import './models-page.css';
import type { BilingualText, ModelList } from '#libs/contracts';
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../api/api.js';
import { both } from '../../language/bilingual.js';
import { useLanguage } from '../../language/language.js';
import { DataTable, type Column } from '../../parts/data-table.js';
import { PageHead } from '../../parts/page-head.js';
import { Loaded, Note } from '../../parts/states.js';

const words = {
  title: both('模型', 'Models'),
  question: both('在这里可以信它吗?', 'Can it be trusted here?'),
  answer: (version: string, on: string) =>
    both(`正在使用 ${version},在 ${on} 上训练`, `In use: ${version}, trained on ${on}`),
  noneActive: both('还没有启用的模型,因此没有任何判断。', 'No model is in use, so nothing is estimated.'),
  version: both('版本', 'Version'),
  kinds: { risk: both('中断可能性', 'Chance to stop'), mastery: both('技能掌握', 'Mastery') },
  status: both('状态', 'Status'),
  statuses: {
    active: both('● 使用中', '● in use'),
    candidate: both('○ 候选', '○ candidate'),
    retired: both('– 已停用', '– retired'),
  },
  since: both('建立', 'Made'),
  trainedOn: both('训练数据', 'Trained on'),
  notMeasured: both(
    '还没有在保留的数据上评估过:目前只知道它学了多少。',
    'Not evaluated on held-out data yet: only how much it has learnt from is known.',
  ),
  none: both('还没有模型', 'No model yet'),
};

type Model = ModelList['models'][number];

/** Words of what training and evaluation count; another one is shown by its own name. */
const metricWords: Readonly<Record<string, BilingualText>> = {
  groups: both('课程期次', 'Runs'),
  learners: both('学员', 'Learners'),
  landmarks: both('观察点', 'Landmarks'),
  departures: both('中断', 'Departures'),
  skills: both('技能', 'Skills'),
  responses: both('作答', 'Answers'),
  auc: both('AUC', 'AUC'),
  averagePrecision: both('平均精度', 'Average precision'),
  brier: both('Brier 分', 'Brier score'),
  calibrationError: both('校准误差', 'Calibration error'),
  leadDays: both('提前天数', 'Lead, days'),
};

export function ModelsPage() {
  const { say } = useLanguage();
  const { queries } = useApi();
  const query = useQuery(queries.models());
  const active = query.data?.models.find(({ kind, status }) => kind === 'risk' && status === 'active');
  return (
    <>
      <PageHead
        title={say(words.title)}
        question={say(words.question)}
        answer={
          query.data &&
          say(
            active === undefined
              ? words.noneActive
              : words.answer(active.version, active.trainedOn.join(', ')),
          )
        }
      />
      <Loaded query={query} shape="lines">
        {({ models }) => {
          const kinds = (['risk', 'mastery'] as const).filter((kind) =>
            models.some((model) => model.kind === kind),
          );
          if (kinds.length === 0) return <Note title={say(words.none)} />;
          return kinds.map((kind) => (
            <Models key={kind} kind={kind} models={models.filter((model) => model.kind === kind)} />
          ));
        }}
      </Loaded>
    </>
  );
}

function Models({ kind, models }: { kind: Model['kind']; models: readonly Model[] }) {
  const { say, format } = useLanguage();
  const metrics = [...new Set(models.flatMap((model) => Object.keys(model.metrics)))];
  const columns: Column<Model>[] = [
    { name: say(words.version), cell: ({ version }) => version },
    { name: say(words.status), cell: ({ status }) => say(words.statuses[status]) },
    { name: say(words.since), cell: ({ createdAt }) => format.date(createdAt) },
    { name: say(words.trainedOn), text: true, cell: ({ trainedOn }) => trainedOn.join(', ') },
    ...metrics.map((metric) => ({
      name: metricWords[metric] === undefined ? metric : say(metricWords[metric]),
      figure: true,
      cell: ({ metrics }: Model) => {
        const value = metrics[metric];
        if (value === undefined) return '–';
        return Number.isInteger(value) ? format.number(value) : value.toFixed(3);
      },
    })),
  ];
  return (
    <section className="models">
      <h2>{say(words.kinds[kind])}</h2>
      <DataTable
        caption={say(words.kinds[kind])}
        rows={models}
        keyOf={({ version }) => version}
        columns={columns}
      />
      {!metrics.includes('auc') && <p className="small quiet">{say(words.notMeasured)}</p>}
    </section>
  );
}
