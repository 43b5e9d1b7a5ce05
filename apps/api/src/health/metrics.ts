import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { topics, type TopicName } from '#libs/contracts';
import type { EventBus } from '#libs/event-bus';
import type { Readiness } from '../../../host/src/index.js';
import type { WorkObserver } from '../../../worker/src/work-observer.js';
import { busMetrics } from './bus-metrics.js';

/** Where a statement may end beside the reading (`step-outcome.ts` of ingest). */
const stages = ['decode', 'normalise', 'conflict', 'store'];

/** What there is to be asked at each scrape, once the process has opened it. */
export interface Measured {
  readonly bus: Pick<EventBus, 'lag' | 'stats'>;
  readonly readiness: Readiness;
  /** Seconds that the oldest message to a recommender is overdue; left out where this process sends none. */
  readonly outboxSeconds?: () => Promise<number>;
}

/**
 * What Prometheus reads, of a process of any role: every process has every metric, and samples of what it does. No label
 * names a tenant or a person; routes are patterns, never addresses. Each is described for operators in
 * docs/guides/metrics.md.
 */
export class Metrics implements WorkObserver {
  readonly #registry = new Registry();
  readonly #requests = new Histogram({
    name: 'snowlight_http_request_seconds',
    help: 'Time to answer, by route pattern, method and class of status.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.#registry],
  });
  readonly #ingested = new Counter({
    name: 'snowlight_statements_ingested_total',
    help: 'Statements that the ingest of this process has stored, or put aside as dead letters.',
    labelNames: ['outcome'],
    registers: [this.#registry],
  });
  readonly #deadLetters = new Counter({
    name: 'snowlight_dead_letters_total',
    help: 'Messages that this process has put aside, by topic and stage.',
    labelNames: ['topic', 'stage'],
    registers: [this.#registry],
  });
  readonly #leading = new Gauge({
    name: 'snowlight_leading',
    help: '1 where this process does the work that one process does for all.',
    labelNames: ['work'],
    registers: [this.#registry],
  });
  readonly #sweeps = new Histogram({
    name: 'snowlight_sweep_seconds',
    help: 'Time to score everybody of a tenant.',
    buckets: [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600],
    registers: [this.#registry],
  });

  constructor({ version, mode }: { readonly version: string; readonly mode: string }) {
    collectDefaultMetrics({ register: this.#registry, prefix: 'snowlight_' });
    new Gauge({
      name: 'snowlight_build_info',
      help: 'Always 1; the labels tell what runs.',
      labelNames: ['version', 'mode'],
      registers: [this.#registry],
    }).set({ version, mode }, 1);
    // there from the first scrape on: a rise from nothing is none to Prometheus
    for (const outcome of ['stored', 'dead-letter']) this.#ingested.inc({ outcome }, 0);
    for (const topic of Object.keys(topics)) this.#deadLetters.inc({ topic, stage: 'read' }, 0);
    for (const stage of stages) this.#deadLetters.inc({ topic: 'statements', stage }, 0);
  }

  /** From now on what is asked at each scrape is asked of these. */
  watch({ bus, readiness, outboxSeconds }: Measured): void {
    const registers = [this.#registry];
    busMetrics(this.#registry, bus);
    const ready = new Gauge({
      name: 'snowlight_ready',
      help: '1 where the process can do its work as far as this check sees, else 0.',
      labelNames: ['check'],
      registers,
      collect: async () => {
        for (const { name, ok } of await readiness()) ready.set({ check: name }, ok ? 1 : 0);
      },
    });
    const outbox = new Gauge({
      name: 'snowlight_outbox_oldest_seconds',
      help: 'How long the oldest nudge is overdue that was not sent; of processes that send.',
      // without a label a gauge says 0 where nobody has asked
      labelNames: ['role'],
      registers,
      collect: async () => {
        outbox.reset();
        // a store that is away shows itself in snowlight_ready; the other metrics must not go with it
        const seconds = await outboxSeconds?.().catch(() => undefined);
        if (seconds !== undefined) outbox.set({ role: 'nudging' }, seconds);
      },
    });
  }

  observeRequest(method: string, route: string, status: number, seconds: number): void {
    this.#requests.observe({ method, route, status: `${String(Math.floor(status / 100))}xx` }, seconds);
  }

  ingested({ stored, deadLetters }: { readonly stored: number; readonly deadLetters: number }): void {
    this.#ingested.inc({ outcome: 'stored' }, stored);
    this.#ingested.inc({ outcome: 'dead-letter' }, deadLetters);
  }

  putAside(topic: TopicName, stage: string): void {
    this.#deadLetters.inc({ topic, stage });
  }

  leads(work: string, isLeading: boolean): void {
    this.#leading.set({ work }, isLeading ? 1 : 0);
  }

  swept(seconds: number): void {
    this.#sweeps.observe(seconds);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }
}
