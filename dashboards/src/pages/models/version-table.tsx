import type { BilingualText, ModelList } from '#libs/contracts';
import { Link } from 'wouter';
import { useView } from '../../app/view.js';
import { useLanguage } from '../../language/language.js';
import { DataTable, type Column } from '../../parts/data-table.js';
import { points, range, signedPoints, twoDecimals } from './figures.js';
import { TwoLines } from './two-lines.js';
import { verdictOf } from './verdict.js';
import { horizonWords, metricWords, whoPromoted, words } from './words.js';

type Model = ModelList['models'][number];
type Figures = NonNullable<NonNullable<Model['watched']>['figures']>;

interface VersionTableProps {
  readonly kind: Model['kind'];
  readonly models: readonly Model[];
}

/** Versions of one kind, newest first. The verdict stands beside the name: on a phone the figures are a swipe away. */
export function VersionTable({ kind, models }: VersionTableProps) {
  const { say, format } = useLanguage();
  const columns: Column<Model>[] = [
    { name: say(words.version), cell: (model) => <Version model={model} /> },
    {
      name: say(kind === 'risk' ? words.verdict : words.learntFrom),
      text: true,
      cell: (model) => <Verdict model={model} />,
    },
    { name: say(words.since), cell: (model) => <Promoted model={model} /> },
    ...(kind === 'risk' ? riskColumns(say) : masteryColumns(models, say, format.number)),
  ];
  const told = models.find(({ watched }) => watched?.figures != null)?.watched;
  return (
    <section className="models">
      <h2>{say(words.kinds[kind])}</h2>
      <DataTable
        caption={say(words.kinds[kind])}
        walked
        rows={models}
        keyOf={({ version }) => version}
        columns={columns}
      />
      {kind === 'risk' && (
        <p className="small quiet">
          {say(told == null ? words.notMeasured : words.measuredBy(horizonWords[told.horizon]))}
        </p>
      )}
    </section>
  );
}

type Say = ReturnType<typeof useLanguage>['say'];

function riskColumns(say: Say): Column<Model>[] {
  const figure = (
    name: BilingualText,
    shown: (figures: Figures) => { readonly value: string; readonly below?: BilingualText },
  ): Column<Model> => ({
    name: say(name),
    figure: true,
    cell: ({ watched }) => {
      if (watched?.figures == null) return '–';
      const { value, below } = shown(watched.figures);
      return <TwoLines value={value} below={below && say(below)} />;
    },
  });
  return [
    figure(words.auc, ({ auc }) => ({ value: twoDecimals(auc.value), below: range(auc, twoDecimals) })),
    figure(words.calibration, ({ calibrationError, calibrationErrorByChance }) => ({
      value: say(words.points(points(calibrationError))),
      below: words.byChance(points(calibrationErrorByChance)),
    })),
    figure(words.leadDays, ({ leadDays }) => ({ value: leadDays?.toString() ?? '–' })),
    figure(words.beyondRule, ({ beyondRule }) => ({
      value: say(words.points(signedPoints(beyondRule.value))),
      below: range(beyondRule, signedPoints),
    })),
  ];
}

function masteryColumns(
  models: readonly Model[],
  say: Say,
  number: (value: number) => string,
): Column<Model>[] {
  const names = [...new Set(models.flatMap(({ metrics }) => Object.keys(metrics)))];
  return names.map((name) => ({
    name: metricWords[name] === undefined ? name : say(metricWords[name]),
    figure: true,
    cell: ({ metrics: { [name]: value } }) => {
      if (value === undefined) return '–';
      return Number.isInteger(value) ? number(value) : twoDecimals(value);
    },
  }));
}

/** What is to be thought of it, what it has learnt from, and what a reader must know beside the figures. */
function Verdict({ model }: { model: Model }) {
  const { say } = useLanguage();
  const { kind, trainedOn, note } = model;
  return (
    <>
      {kind === 'mastery' && trainedOn.join(', ')}
      {kind === 'risk' && (
        <>
          {say(verdictOf(model))}
          <span className="small quiet model-aside">{say(words.learntFromRuns(trainedOn.join(', ')))}</span>
        </>
      )}
      {note !== null && <span className="small quiet model-aside">{say(note)}</span>}
    </>
  );
}

function Version({ model: { version, status, origin } }: { model: Model }) {
  const { say } = useLanguage();
  const view = useView();
  return (
    <>
      <Link href={view.to(`/models/${encodeURIComponent(version)}`)} data-open>
        {version}
      </Link>
      <span className="small quiet model-line">
        {say(words.statuses[status])} · {say(words.origins[origin])}
      </span>
    </>
  );
}

function Promoted({ model: { promoted } }: { model: Model }) {
  const { say, format } = useLanguage();
  if (promoted === null) return <span className="quiet">{say(words.never)}</span>;
  return (
    <TwoLines
      value={format.period(format.calendarDay(promoted.at), format.calendarDay(promoted.at))}
      below={say(words.by(whoPromoted(promoted)))}
    />
  );
}
