import type { SystemStatus } from '#libs/contracts';
import { useMemo } from 'react';
import { intakeBars } from '../../charts/intake-bars.js';
import { useLanguage } from '../../language/language.js';
import { ChartFigure } from '../../parts/chart-figure.js';
import { words } from './words.js';

export function Intake({ intake }: Pick<SystemStatus, 'intake'>) {
  const { say, format } = useLanguage();
  const option = useMemo(
    () =>
      intakeBars(intake, {
        axis: say(words.statements),
        timeOf: format.time,
        describe: ({ minute, statements }) => `${format.time(minute)}<br>${format.number(statements)}`,
      }),
    [intake, say, format],
  );
  const total = intake.reduce((sum, { statements }) => sum + statements, 0);
  return (
    <ChartFigure
      title={say(words.intakeFinding(format.headline(total)))}
      subtitle={say(words.intakeAxes)}
      height={200}
      option={option}
      rows={intake}
      keyOf={({ minute }) => minute}
      columns={[
        { name: say(words.minute), cell: ({ minute }) => format.time(minute) },
        { name: say(words.statements), figure: true, cell: ({ statements }) => format.number(statements) },
      ]}
    />
  );
}
