import type { BilingualText, ModelCard } from '#libs/contracts';
import { Link } from 'wouter';
import { useSession } from '../../app/session.js';
import { useView } from '../../app/view.js';
import { useLanguage } from '../../language/language.js';
import { DataTable } from '../../parts/data-table.js';
import { CardDetails } from './card-details.js';
import { baselineLimit, cardWords as words, uses } from './card-words.js';
import { TrialResult } from './challenge.js';
import { metricWords, whoPromoted } from './words.js';

/** What it is for and not for, what it comes from, where it ends, who answers for it; then all that is kept of it. */
export function CardTab({ card }: { card: ModelCard }) {
  const { say, format } = useLanguage();
  const { tenant } = useSession();
  const use = uses[card.kind];
  const limits = card.origin === 'baseline' ? [baselineLimit, ...use.limits] : use.limits;
  return (
    <>
      <div className="model-card">
        <Points title={words.for} points={use.for} />
        <Points title={words.notFor} points={use.notFor} />
        <CardData card={card} />
        <Points title={words.limits} points={limits} />
      </div>
      <section className="models">
        <h2>{say(words.owner)}</h2>
        <p>{say(words.ownerIs(say(tenant.name)))}</p>
        <h3>{say(words.promotions)}</h3>
        <Promotions card={card} />
      </section>
      {card.kind === 'risk' && (
        <section className="models">
          <h2>{say(words.trials)}</h2>
          {card.trials.length === 0 && <p className="quiet">{say(words.noTrials)}</p>}
          {card.trials.map((trial) => (
            <TrialResult key={`${trial.at} ${trial.heldOut}`} trial={trial} />
          ))}
        </section>
      )}
      <CardDetails card={card} number={format.number} />
    </>
  );
}

function Points({ title, points }: { title: BilingualText; points: readonly BilingualText[] }) {
  const { say } = useLanguage();
  return (
    <section className="panel">
      <h2>{say(title)}</h2>
      <ul className="model-points">
        {points.map((point) => (
          <li key={point.en}>{say(point)}</li>
        ))}
      </ul>
    </section>
  );
}

function CardData({ card }: { card: ModelCard }) {
  const { say, format } = useLanguage();
  const { origin, note, trainedOn, dataFrom, dataTo, createdAt, seed, metrics } = card;
  const until = dataTo === null ? words.unknown : words.until(format.period(dataTo, dataTo));
  const facts: (readonly [string, string])[] = [
    [say(words.runs), trainedOn.join(', ')],
    [say(words.window), dataFrom !== null && dataTo !== null ? format.period(dataFrom, dataTo) : say(until)],
    ...Object.entries(metrics).map(
      ([name, value]) =>
        [
          metricWords[name] === undefined ? name : say(metricWords[name]),
          Number.isInteger(value) ? format.number(value) : value.toFixed(3),
        ] as const,
    ),
    [say(words.made), format.dateTime(createdAt)],
    [say(words.seed), seed?.toString() ?? say(words.unknown)],
  ];
  return (
    <section className="panel">
      <h2>{say(words.data)}</h2>
      <p>{say(words.origins[origin])}</p>
      {note !== null && <p className="small quiet">{say(note)}</p>}
      <dl className="model-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Promotions({ card: { promotions } }: { card: ModelCard }) {
  const { say, format } = useLanguage();
  const view = useView();
  if (promotions.length === 0) return <p className="quiet">{say(words.noPromotions)}</p>;
  const model = (version: string | null) =>
    version === null ? (
      say(words.nothing)
    ) : (
      <Link href={view.to(`/models/${encodeURIComponent(version)}`)}>{version}</Link>
    );
  return (
    <DataTable
      caption={say(words.promotions)}
      rows={promotions}
      keyOf={({ at, version }) => `${at} ${version}`}
      columns={[
        { name: say(words.when), cell: ({ at }) => format.dateTime(at) },
        { name: say(words.what), cell: ({ version }) => model(version) },
        { name: say(words.before), cell: ({ previous }) => model(previous) },
        { name: say(words.who), cell: (one) => say(whoPromoted(one)).trim() },
        { name: say(words.why), text: true, cell: ({ why }) => say(why) },
      ]}
    />
  );
}
