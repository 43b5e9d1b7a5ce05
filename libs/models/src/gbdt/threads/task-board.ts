/** Places of the board. */
const GENERATION = 0;
const OPERATION = 1;
/** Steps that nobody has taken yet; counted down, so that one subtraction both takes a step and tells whether there was one. */
const LEFT = 2;
const STEPS = 3;
const DONE = 4;
const FAILED = 5;
export const BOARD_PLACES = 6;

const CLOSE = -1;
/** Looks at a place before a thread lays itself to sleep: about 20 microseconds. */
const PATIENCE = 2000;
/** Milliseconds between looks for a thread that has failed. */
const WATCH = 200;

interface Part {
  step(operation: number, index: number): void;
}

/** How threads share the steps of an operation, by atomics on a few numbers in shared memory. */
export class TaskBoard {
  constructor(readonly places: Int32Array) {}

  /** Takes part in an operation until all its steps are done. */
  lead(operation: number, steps: number, part: Part): void {
    const { places } = this;
    Atomics.store(places, OPERATION, operation);
    Atomics.store(places, STEPS, steps);
    Atomics.store(places, DONE, 0);
    // Last: whoever takes a step sees all that was written before.
    Atomics.store(places, LEFT, steps);
    Atomics.add(places, GENERATION, 1);
    Atomics.notify(places, GENERATION);
    this.work(part);
    for (let looks = 0; Atomics.load(places, DONE) < steps; looks++) {
      if (Atomics.load(places, FAILED) !== 0)
        throw new Error('a training thread has failed; see its message above');
      if (looks < PATIENCE) continue;
      const done = Atomics.load(places, DONE);
      if (done < steps) Atomics.wait(places, DONE, done, WATCH);
    }
  }

  /**
   * Takes part in every operation until the board is closed.
   * @param createPart called when the first operation is there
   */
  follow(createPart: () => Part): void {
    const { places } = this;
    let part: Part | null = null;
    for (;;) {
      const generation = Atomics.load(places, GENERATION);
      if (Atomics.load(places, OPERATION) === CLOSE) return;
      if (generation > 0) this.work((part ??= createPart()));
      let looks = 0;
      while (looks < PATIENCE && Atomics.load(places, GENERATION) === generation) looks++;
      if (looks === PATIENCE) Atomics.wait(places, GENERATION, generation);
    }
  }

  close(): void {
    Atomics.store(this.places, OPERATION, CLOSE);
    Atomics.add(this.places, GENERATION, 1);
    Atomics.notify(this.places, GENERATION);
  }

  fail(): void {
    Atomics.store(this.places, FAILED, 1);
    Atomics.notify(this.places, DONE);
  }

  private work(part: Part): void {
    const { places } = this;
    for (;;) {
      const index = Atomics.sub(places, LEFT, 1) - 1;
      if (index < 0) return;
      part.step(Atomics.load(places, OPERATION), index);
      if (Atomics.add(places, DONE, 1) + 1 === Atomics.load(places, STEPS)) Atomics.notify(places, DONE);
    }
  }
}
