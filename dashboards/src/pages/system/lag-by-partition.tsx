import type { SystemStatus } from '#libs/contracts';
import { useMemo, useRef } from 'react';
import { lagHeight, lagLines, lagTop, type LagCell } from '../../charts/lag-lines.js';
import { useLanguage } from '../../language/language.js';
import { ChartFigure } from '../../parts/chart-figure.js';
import { useWidth } from '../../parts/use-width.js';
import { fullestMinute, inCells, totalAt } from './lag-cells.js';
import { words } from './words.js';

type LagByPartitionProps = Pick<SystemStatus, 'lagMinutes' | 'intake'>;

/** Does anything pile up, and where: messages waiting in each partition over the last hour. */
export function LagByPartition({ lagMinutes, intake }: LagByPartitionProps) {
  const { say, format } = useLanguage();
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const rows = useMemo(() => inCells(lagMinutes), [lagMinutes]);
  const columns = Math.min(Math.max(1, Math.floor(width / 220)), Math.max(1, rows.length), 4);
  const timeAt = (minute: number) => format.time(intake[minute]?.minute ?? '');
  const option = useMemo(() => {
    const describe = ({ name, lines }: LagCell, minute: number) => {
      const at = format.time(intake[minute]?.minute ?? '');
      const all = totalAt(lines, minute);
      const most = fullestMinute(lines.map((line) => ({ ...line, waiting: [line.waiting[minute] ?? null] })));
      if (all === null || most === null) return `${at}<br>${name}: –`;
      const fullest = words.inPartition(most.partition, format.number(most.count));
      return [`${at}<br>${name}: ${format.number(all)}`, ...(lines.length > 1 ? [say(fullest)] : [])].join(
        '<br>',
      );
    };
    return lagLines(rows, columns, {
      count: format.headline,
      partition: (partition) => say(words.shortPartition(partition)),
      describe,
    });
  }, [rows, columns, intake, say, format]);
  const most = fullestMinute(lagMinutes);
  return (
    <div ref={box}>
      {/* drawn once the width is known: the first picture would have one column */}
      {width > 0 && (
        <ChartFigure
          title={say(
            most === null
              ? words.lagUnknown
              : most.count === 0
                ? words.lagNone
                : words.lagFinding(
                    format.number(most.count),
                    most.topic,
                    most.partition,
                    timeAt(most.minute),
                  ),
          )}
          subtitle={say(words.lagAxes(format.number(lagTop(lagMinutes))))}
          height={lagHeight(rows.length, columns)}
          option={option}
          rows={lagMinutes}
          keyOf={({ topic, group, partition }) => `${topic} ${group} ${partition.toString()}`}
          columns={[
            { name: say(words.topic), cell: ({ topic }) => topic },
            { name: say(words.readBy), cell: ({ group }) => group },
            { name: say(words.partition), figure: true, cell: ({ partition }) => partition },
            {
              name: say(words.waitingNow),
              figure: true,
              cell: ({ waiting }) => {
                const now = waiting.at(-1) ?? null;
                return now === null ? '–' : format.number(now);
              },
            },
            {
              name: say(words.mostWaiting),
              figure: true,
              cell: (line) => format.number(fullestMinute([line])?.count ?? 0),
            },
            {
              name: say(words.mostAt),
              cell: (line) => {
                const most = fullestMinute([line]);
                return most === null || most.count === 0 ? '–' : timeAt(most.minute);
              },
            },
          ]}
        />
      )}
    </div>
  );
}
