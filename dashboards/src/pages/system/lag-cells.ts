import type { SystemStatus } from '#libs/contracts';
import type { LagCell } from '../../charts/lag-lines.js';

type Lines = SystemStatus['lagMinutes'];

/** One cell for whoever reads a topic, in the order of the answer. */
export function inCells(lines: Lines): LagCell[] {
  const readers = [...new Set(lines.map(({ topic, group }) => `${topic} → ${group}`))];
  return readers.map((name) => ({
    name,
    lines: lines.filter(({ topic, group }) => name === `${topic} → ${group}`),
  }));
}

/** Where and in which minute most waited, the latest such; null where nothing was seen. */
export function fullestMinute(lines: Lines) {
  let most: (Omit<Lines[number], 'waiting'> & { readonly minute: number; readonly count: number }) | null =
    null;
  for (const { waiting, ...line } of lines)
    for (const [minute, count] of waiting.entries())
      if (
        count !== null &&
        (most === null || count > most.count || (count === most.count && minute > most.minute))
      )
        most = { ...line, minute, count };
  return most;
}

/** Waiting in all partitions together; null where none was seen in that minute. */
export function totalAt(lines: Lines, minute: number): number | null {
  const seen = lines.flatMap(({ waiting }) => waiting[minute] ?? []);
  return seen.length === 0 ? null : seen.reduce((sum, count) => sum + count, 0);
}
