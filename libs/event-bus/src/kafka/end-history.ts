interface Look {
  readonly at: number;
  readonly ends: ReadonlyMap<number, number>;
}

/** Looks that are kept: at one every two seconds, half an hour in full, and with every second one dropped more. */
const MOST_LOOKS = 1000;

/**
 * Where the partitions of a topic ended at which time: Kafka tells how many messages wait, and not since when. Ages
 * are rather too high than too low, by no more than the time between two looks.
 */
export class EndHistory {
  #looks: Look[] = [];

  /** Looks come in the order of their time. `ends`: the offset that the next message gets, by partition. */
  add(at: number, ends: ReadonlyMap<number, number>): void {
    this.#looks.push({ at, ends });
    if (this.#looks.length > MOST_LOOKS) this.#looks = this.#looks.filter((_, index) => index % 2 === 0);
  }

  /** When the message at this offset was not there yet, the latest such time that is known; ms. */
  before(partition: number, offset: number): number {
    const look = this.#looks.findLast(({ ends }) => (ends.get(partition) ?? 0) <= offset);
    return (look ?? this.#looks[0])?.at ?? 0;
  }
}
