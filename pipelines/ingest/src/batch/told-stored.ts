import type { Batch, OnStep } from '#libs/event-bus';
import type { Trace } from '#libs/contracts';
import type { Storable } from './store-batch.js';

/** Tells of each followed trace how many of its statements were stored, and how long after they were taken. */
export function toldStored(kept: readonly Storable[], { token }: Batch, now: number, onStep: OnStep): void {
  const found = new Map<string, { readonly trace: Trace; statements: number; taken: number }>();
  for (const { record, statement } of kept)
    for (const trace of record.traces ?? []) {
      if (!trace.isSampled) continue;
      const known = found.get(trace.id) ?? { trace, statements: 0, taken: now };
      known.statements++;
      known.taken = Math.min(known.taken, Date.parse(statement.stored));
      found.set(trace.id, known);
    }
  for (const { trace, statements, taken } of found.values())
    onStep('stored', [trace], { statements, ms: now - taken, batch: token });
}
