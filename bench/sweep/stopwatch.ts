import type { ClickHouse } from '#libs/clickhouse';

export interface Step {
  readonly what: string;
  readonly seconds: number;
}

/** Where the time of some work goes: what it waits for the engine, by query and table; and how much memory it takes. */
export class Stopwatch {
  readonly #spent = new Map<string, number>();
  #peak = 0;
  readonly #timer = setInterval(() => this.#look(), 200);

  /** The engine, under watch. */
  over(clickhouse: ClickHouse): Pick<ClickHouse, 'query' | 'insert'> {
    return {
      query: (query, params) => this.#timed(query.name, () => clickhouse.query(query, params)),
      insert: (table, rows, options) =>
        this.#timed(`insert into ${table}`, () => clickhouse.insert(table, rows, options)),
    };
  }

  /** Longest first. To be called once. */
  stop(): { readonly steps: readonly Step[]; readonly peakMegabytes: number } {
    clearInterval(this.#timer);
    this.#look();
    const steps = Array.from(this.#spent, ([what, seconds]) => ({ what, seconds }));
    return { steps: steps.sort((a, b) => b.seconds - a.seconds), peakMegabytes: this.#peak / 1e6 };
  }

  #look(): void {
    this.#peak = Math.max(this.#peak, process.memoryUsage.rss());
  }

  async #timed<T>(what: string, work: () => Promise<T>): Promise<T> {
    const began = performance.now();
    try {
      return await work();
    } finally {
      this.#spent.set(what, (this.#spent.get(what) ?? 0) + (performance.now() - began) / 1000);
    }
  }
}
