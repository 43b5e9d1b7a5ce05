import type { Trace } from '#libs/contracts';

/** A message that is made of many names no more; the others end here. */
const MOST = 8;

/** Traces that are to be followed on, by what is made of the messages that carried them. */
export class FollowedTraces {
  readonly #byKey = new Map<string, Trace[]>();

  /** Of a message: those that are sampled, each once. */
  add(key: string, traces: readonly Trace[] | undefined): void {
    for (const trace of traces ?? []) {
      if (!trace.isSampled) continue;
      const known = this.#byKey.get(key) ?? [];
      this.#byKey.set(key, known);
      if (known.length < MOST && !known.some(({ id }) => id === trace.id)) known.push(trace);
    }
  }

  of(key: string): readonly Trace[] {
    return this.#byKey.get(key) ?? [];
  }

  /** To be spread into the record that is made of it. */
  carriedBy(key: string): { readonly traces?: readonly Trace[] } {
    const traces = this.#byKey.get(key);
    return traces === undefined ? {} : { traces };
  }
}

/** Told where a followed trace has come to; `details` are figures and names of ours, never of people. */
export type OnStep = (
  step: TraceStep,
  traces: readonly Trace[],
  details: Readonly<Record<string, string | number>>,
) => void;

export type TraceStep =
  'accepted' | 'stored' | 'put aside' | 'counted' | 'scored' | 'not scored' | 'considered';
