import type { EventKind, RosterInput } from '#libs/contracts';
import { isoUtc } from './calendar.js';
import type { SimulatedStatement, Statement } from './statement.js';

/** News about people and courses, as a registrar would send it. */
export interface RosterChange {
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly roster: RosterInput;
}

type Delivery = { readonly at: number; readonly order: number } & (
  { readonly kind: EventKind; readonly statement: Statement } | { readonly roster: RosterInput }
);

/** What was sent and has not arrived yet: a binary heap by instant of arrival, then by order of sending. */
export class Outbox {
  private readonly heap: Delivery[] = [];
  private sent = 0;

  send(at: number, kind: EventKind, statement: Statement): void {
    this.push({ at, order: this.sent++, kind, statement });
  }

  announce(at: number, roster: RosterInput): void {
    this.push({ at, order: this.sent++, roster });
  }

  /** Takes out everything that arrives before this instant, in order of arrival. */
  takeBefore(instant: number): { statements: SimulatedStatement[]; changes: RosterChange[] } {
    const statements: SimulatedStatement[] = [];
    const changes: RosterChange[] = [];
    for (let next = this.heap[0]; next !== undefined && next.at < instant; next = this.heap[0]) {
      this.pop();
      if ('roster' in next) changes.push({ at: isoUtc(next.at), roster: next.roster });
      else statements.push({ arrivesAt: isoUtc(next.at), kind: next.kind, statement: next.statement });
    }
    return { statements, changes };
  }

  private push(item: Delivery): void {
    const { heap } = this;
    let index = heap.length;
    heap.push(item);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!before(item, heap[parent]!)) break;
      heap[index] = heap[parent]!;
      index = parent;
    }
    heap[index] = item;
  }

  private pop(): void {
    const { heap } = this;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++;
      if (!before(heap[child]!, last)) break;
      heap[index] = heap[child]!;
      index = child;
    }
    heap[index] = last;
  }
}

const before = (a: Delivery, b: Delivery): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);
