/** Does all steps of an operation before it returns, by one thread or by several. */
export interface Crew {
  /**
   * @param steps numbered from 0
   * @param work about how many basic operations all steps take together: little work is not worth waking others
   */
  run(operation: number, steps: number, work: number): void;
}

/** Everything in the calling thread. */
export class SoloCrew implements Crew {
  constructor(private readonly part: { step(operation: number, index: number): void }) {}

  run(operation: number, steps: number): void {
    for (let index = 0; index < steps; index++) this.part.step(operation, index);
  }
}
