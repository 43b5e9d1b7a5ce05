const DAY_MS = 86_400_000;

/** The calendar day so many days later than YYYY-MM-DD; earlier where `days` is below 0. */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
