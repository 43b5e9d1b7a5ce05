/** One thing to finish before the process may end. */
export interface DrainStep {
  readonly name: string;
  readonly run: () => Promise<void>;
}

interface Ending {
  readonly exit: (code: number) => void;
  readonly log: (line: string) => void;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** Milliseconds for all steps together; afterwards the process ends without finishing them. */
  readonly limit: number;
}

const processEnding: Ending = {
  exit: (code) => process.exit(code),
  log: (line) => process.stderr.write(`${line}\n`),
  now: () => performance.now(),
  limit: 9000,
};

/** Milliseconds in which the same wish to end can arrive twice. */
const echo = 500;

/**
 * Ends the process in order: at SIGTERM or SIGINT the steps run one after the other in the order given (stop taking
 * in, finish what was taken, close the stores) and it exits with 0; with 1 where a step failed or time ran out.
 * A second signal ends it at once: one that was meant, for npm and `timeout` pass on what the terminal or the process
 * group has sent already.
 */
export class Lifetime {
  private ending: Promise<void> | undefined;
  private current = '';
  private askedAt = 0;
  private failed = false;

  constructor(
    private readonly steps: readonly DrainStep[],
    private readonly options: Ending = processEnding,
  ) {}

  /** Listens to the signals from now on. */
  watch(): void {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => this.asked());
  }

  /** A signal has come. */
  asked(): void {
    if (this.ending === undefined) {
      this.askedAt = this.options.now();
      void this.end();
    } else if (this.options.now() - this.askedAt > echo) this.abandon('asked again to end');
  }

  /** As a signal does; the same promise however often it is called. */
  end(): Promise<void> {
    this.ending ??= this.drain();
    return this.ending;
  }

  /** The process cannot go on: ends it in order all the same, with 1, so that whoever watches it starts another. */
  fail(why: unknown): void {
    this.failed = true;
    this.options.log(`snowlight: cannot go on: ${why instanceof Error ? why.message : String(why)}`);
    void this.end();
  }

  private async drain(): Promise<void> {
    const limit = setTimeout(() => this.abandon('out of time'), this.options.limit);
    let code = 0;
    for (const step of this.steps) {
      this.current = step.name;
      try {
        await step.run();
      } catch (error) {
        code = 1;
        this.options.log(
          `snowlight: ${step.name} failed: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
    }
    clearTimeout(limit);
    this.options.exit(this.failed ? 1 : code);
  }

  private abandon(why: string): void {
    this.options.log(`snowlight: ${why}, ended without finishing: ${this.current}`);
    this.options.exit(1);
  }
}
