import type { ModelWatch } from '#libs/contracts';
import { useMemo } from 'react';
import { weekCalibration } from '../../charts/week-calibration.js';
import { useLanguage } from '../../language/language.js';
import { ChartFigure } from '../../parts/chart-figure.js';
import { driftWords as words } from './drift-words.js';

type Week = ModelWatch['outcomes']['weeks'][number];

/** What was said of each week against what came of it. */
export function WeekOutcomes({
  watch: { outcomes, horizon },
}: {
  watch: Pick<ModelWatch, 'outcomes' | 'horizon'>;
}) {
  const { say, format } = useLanguage();
  const weeks = useMemo(() => outcomes.weeks.filter(({ learners }) => learners > 0), [outcomes]);
  const option = useMemo(() => {
    const range = ({ lower, upper }: Week) => `${format.percent(lower)}–${format.percent(upper)}`;
    return weekCalibration(weeks, {
      share: say(words.share),
      said: say(words.said),
      nameOf: ({ week }) => format.shortDate(week),
      describe: (week) =>
        `${format.shortDate(week.week)} · ${say(words.learners)} ${format.number(week.learners)}<br>${say(words.expected)} ${format.percent(week.expected)}<br>${say(words.observed)} ${format.percent(week.observed)} (${range(week)})`,
    });
  }, [weeks, say, format]);
  return (
    <ChartFigure<Week>
      title={say(findingOf(weeks, outcomes.since, format.shortDate))}
      subtitle={say(words.calibrationAxes(weeks.length, horizon === 'end' ? '–' : horizon))}
      height={260}
      option={option}
      rows={weeks}
      keyOf={({ week }) => week}
      columns={[
        { name: say(words.week), cell: ({ week }) => format.shortDate(week) },
        { name: say(words.expected), figure: true, cell: ({ expected }) => format.percent(expected) },
        { name: say(words.observed), figure: true, cell: ({ observed }) => format.percent(observed) },
        {
          name: say(words.range),
          figure: true,
          cell: ({ lower, upper }) => `${format.percent(lower)}–${format.percent(upper)}`,
        },
        { name: say(words.learners), figure: true, cell: ({ learners }) => format.number(learners) },
        { name: say(words.verdict), cell: ({ verdict }) => say(words.outcomes[verdict]) },
      ]}
    />
  );
}

function findingOf(weeks: readonly Week[], since: string | null, day: (value: string) => string) {
  if (weeks.length === 0) return words.noOutcomes;
  if (since === null) return words.calibrationHolds;
  const isBelow = weeks.find(({ week }) => week === since)?.verdict === 'below';
  return isBelow ? words.calibrationBelow(day(since)) : words.calibrationAbove(day(since));
}
