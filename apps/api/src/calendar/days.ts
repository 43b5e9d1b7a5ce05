export { addDays } from '#libs/contracts';

const dayMs = 86_400_000;

/** Whole days from one calendar day to another, YYYY-MM-DD. */
export const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / dayMs;

/** Week of a clock that starts on `start`: 1 = the first seven days; 0 before it. */
export const weekOf = (start: string, today: string): number =>
  today < start ? 0 : Math.floor(daysBetween(start, today) / 7) + 1;
