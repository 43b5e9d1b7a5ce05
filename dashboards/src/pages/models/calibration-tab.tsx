import type { ModelCard, ModelWatch } from '#libs/contracts';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link } from 'wouter';
import { binStanding, reliabilityPlot, type Bin } from '../../charts/reliability-plot.js';
import { useApi } from '../../api/api.js';
import { useView } from '../../app/view.js';
import { useLanguage } from '../../language/language.js';
import { ChartFigure } from '../../parts/chart-figure.js';
import { Chips } from '../../parts/chips.js';
import { Loaded, Note } from '../../parts/states.js';
import { calibrationWords as words } from './calibration-words.js';
import { modelQueries } from './model-queries.js';
import { sentences } from './sentences.js';
import { calibrationSources, type CalibrationSource } from './calibration-sources.js';

/** What was said against what came: of the organisation's own learners, and of the run that it was judged on. */
export function CalibrationTab({ card }: { card: ModelCard }) {
  const { http } = useApi();
  const query = useQuery(modelQueries(http, card.version).watch());
  return (
    <Loaded query={query} shape="chart">
      {({ watch }) => <Calibration card={card} watch={watch} />}
    </Loaded>
  );
}

function Calibration({ card, watch }: { card: ModelCard; watch: ModelWatch | null }) {
  const { say } = useLanguage();
  const view = useView();
  const sources = calibrationSources(card, watch);
  const shown = sources.find(({ key }) => key === view.get('of')) ?? sources[0];
  if (shown === undefined) return <Nothing card={card} />;
  return (
    <>
      {sources.length > 1 && (
        <Chips
          label={say(words.source)}
          chosen={shown.key}
          choose={(of) => {
            view.change({ of: of === sources[0]?.key ? null : of }, { replace: true });
          }}
          options={sources.map(({ key, name }) => ({ value: key, name: say(name) }))}
        />
      )}
      <Reliability source={shown} />
    </>
  );
}

/** A successor was never judged itself: the way leads to the challenger that was. */
function Nothing({ card: { version, trials } }: { card: ModelCard }) {
  const { say } = useLanguage();
  const view = useView();
  const challenger = trials.find(({ successor }) => successor === version)?.challenger ?? null;
  if (challenger === null) return <Note title={say(words.none)} text={say(words.noneText)} />;
  const address = view.to(`/models/${encodeURIComponent(challenger)}`, { tab: 'calibration' });
  return (
    <Note title={say(words.none)} text={say(words.othersTrial(challenger))}>
      <Link className="button" href={address}>
        {say(words.see(challenger))}
      </Link>
    </Note>
  );
}

function Reliability({ source: { bins } }: { source: CalibrationSource }) {
  const { say, format } = useLanguage();
  const option = useMemo(
    () =>
      reliabilityPlot(bins, {
        predicted: say(words.predicted),
        observed: say(words.observed),
        learners: say(words.learners),
        diagonal: say(words.diagonal),
        describe: ({ learners, predicted, observed, lower, upper }) =>
          `${say(words.predicted)} ${format.percent(predicted)}<br>${say(words.observed)} ${format.percent(observed)} (${format.percent(lower)}–${format.percent(upper)})<br>${say(words.learners)} ${format.number(learners)}`,
      }),
    [bins, say, format],
  );
  const learners = bins.reduce((sum, one) => sum + one.learners, 0);
  return (
    <div className="model-square">
      <ChartFigure<Bin>
        title={say(findingOf(bins, format.number))}
        subtitle={say(sentences(words.axes(format.number(learners)), words.weeksEach))}
        height={446}
        option={option}
        rows={bins}
        keyOf={({ predicted }) => predicted.toString()}
        columns={[
          { name: say(words.predicted), cell: ({ predicted }) => format.percent(predicted) },
          { name: say(words.observed), figure: true, cell: ({ observed }) => format.percent(observed) },
          {
            name: say(words.range),
            figure: true,
            cell: ({ lower, upper }) => `${format.percent(lower)}–${format.percent(upper)}`,
          },
          { name: say(words.learners), figure: true, cell: (bin) => format.number(bin.learners) },
          { name: say(words.standing), cell: (bin) => say(words.standings[binStanding(bin)]) },
        ]}
      />
    </div>
  );
}

function findingOf(bins: readonly Bin[], number: (value: number) => string) {
  const count = (standing: ReturnType<typeof binStanding>) =>
    bins.filter((bin) => binStanding(bin) === standing).length;
  const [more, fewer, all] = [count('more'), count('fewer'), number(bins.length)];
  if (more === 0 && fewer === 0) return words.asSaid(bins.length);
  return more >= fewer ? words.more(more, all) : words.fewer(fewer, all);
}
