import type { CourseOverview } from '#libs/contracts';
import { useMemo } from 'react';
import { bars, barsHeight } from '../../charts/bars.js';
import { useLanguage } from '../../language/language.js';
import { ChartFigure } from '../../parts/chart-figure.js';
import { Evidence, useEvidence } from '../../parts/evidence.js';
import { words } from './words.js';

/** Modules in their order: who started, who finished, after which one they stop. */
export function ModuleSteps({ course: { modules } }: { course: CourseOverview }) {
  const { say, format } = useLanguage();
  const open = useEvidence();
  const option = useMemo(
    () =>
      bars(
        modules.map(({ name, started, finished, stoppedAfter }) => ({
          name: say(name),
          value: finished,
          of: started,
          label: stoppedAfter === 0 ? '' : say(words.stoppedLabel(format.number(stoppedAfter))),
        })),
        say(words.people),
      ),
    [modules, say, format],
  );
  const worst = modules.toSorted((a, b) => b.stoppedAfter - a.stoppedAfter)[0];
  return (
    <ChartFigure
      title={
        worst === undefined || worst.stoppedAfter === 0
          ? say(words.moduleNone)
          : say(words.moduleFinding(say(worst.name), format.number(worst.stoppedAfter)))
      }
      subtitle={say(words.moduleAxes)}
      height={barsHeight(modules.length)}
      option={option}
      tableOnPhone
      onPick={(index) => {
        const module = modules[index];
        if (module !== undefined) open(module.evidence, say(module.name));
      }}
      rows={modules}
      keyOf={({ code }) => code}
      columns={[
        {
          name: say(words.module),
          text: true,
          cell: ({ name, evidence }) => (
            <Evidence evidence={evidence} shown={say(name)}>
              {say(name)}
            </Evidence>
          ),
        },
        { name: say(words.started), figure: true, cell: ({ started }) => format.number(started) },
        { name: say(words.finished), figure: true, cell: ({ finished }) => format.number(finished) },
        {
          name: say(words.stoppedAfter),
          figure: true,
          cell: ({ stoppedAfter }) => format.number(stoppedAfter),
        },
      ]}
    />
  );
}
