import type { CourseOverview } from '#libs/contracts';
import { useMemo } from 'react';
import { survivalCurve } from '../../charts/survival-curve.js';
import { useLanguage } from '../../language/language.js';
import { ChartFigure } from '../../parts/chart-figure.js';
import { words } from './words.js';

type Day = CourseOverview['survival'][number];

/** Share still learning by days since own start, beside the run before. */
export function StillLearning({ course }: { course: CourseOverview }) {
  const { say, format } = useLanguage();
  const { survival, previous } = course;
  const option = useMemo(() => {
    const describe = (day: number) => {
      const at = survival.findLast((point) => point.day <= day);
      return at === undefined
        ? ''
        : `${format.number(day)} ${say(words.day)}<br>${format.percent(at.share)} (${format.percent(at.lower)}–${format.percent(at.upper)})`;
    };
    const chartWords = {
      days: say(words.days),
      share: say(words.share),
      now: say(words.now),
      before: say(words.before),
      describe,
    };
    return survivalCurve({ survival, previous }, chartWords);
  }, [survival, previous, say, format]);
  const last = survival.at(-1);
  const before = previous?.survival;
  return (
    <ChartFigure<Day>
      title={
        last === undefined
          ? say(words.none)
          : say(words.stillLearning(format.percent(last.share), format.number(last.day)))
      }
      subtitle={say(
        words.survivalAxes(say(previous === null ? words.firstRun : words.comparedWith(previous.run))),
      )}
      height={300}
      option={option}
      rows={survival}
      keyOf={({ day }) => day.toString()}
      columns={[
        { name: say(words.day), cell: ({ day }) => format.number(day) },
        { name: say(words.share), figure: true, cell: ({ share }) => format.percent(share) },
        {
          name: say(words.range),
          figure: true,
          cell: ({ lower, upper }) => `${format.percent(lower)}–${format.percent(upper)}`,
        },
        ...(before === undefined
          ? []
          : [
              {
                name: say(words.before),
                figure: true,
                cell: ({ day }: Day) => {
                  const at = before.findLast((point) => point.day <= day);
                  return at === undefined ? '–' : format.percent(at.share);
                },
              },
            ]),
      ]}
    />
  );
}
