import { msPerDay, msPerHour, startOfDay } from './calendar.js';
import type { Township } from './geography.js';
import { Random } from './random.js';

/** A stretch without network in a township. Instants in milliseconds, half-open. */
export interface Outage {
  readonly township: string;
  readonly from: number;
  readonly to: number;
}

/** Chance that an outage begins on a day at remoteness 0 and at 1; it lasts 6 hours to 8 days. */
const startChance = [0.006, 0.03] as const;

/** Every outage of the province, drawn day by day; what has been drawn never changes. */
export class OutageSchedule {
  readonly all: Outage[] = [];
  private readonly current = new Map<string, Outage>();
  private readonly random = new Random();

  constructor(
    private readonly seed: number,
    private readonly townships: readonly Township[],
  ) {}

  /** Draws the outages that begin on this day. Days are to come in order, each once. */
  begin(day: number): void {
    for (const [index, township] of this.townships.entries()) {
      const before = this.current.get(township.code);
      if (before && before.to > startOfDay(day)) continue;
      const random = this.random.rename(this.seed, 'outage', index, day);
      const chance = startChance[0] + (startChance[1] - startChance[0]) * township.remoteness;
      if (!random.chance(chance)) continue;
      const from = startOfDay(day) + Math.floor(random.between(0, msPerDay));
      const length = Math.min(8 * msPerDay, 6 * msPerHour + random.exponential(1.8 * msPerDay));
      const outage = { township: township.code, from, to: from + Math.floor(length) };
      this.current.set(township.code, outage);
      this.all.push(outage);
    }
  }

  /** The outage that the township is in at this instant, among those drawn so far. */
  at(township: string, instant: number): Outage | null {
    const outage = this.current.get(township);
    return outage && outage.from <= instant && instant < outage.to ? outage : null;
  }
}
