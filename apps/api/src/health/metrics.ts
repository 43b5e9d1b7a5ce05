import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { EventBus, TopicLag } from '#libs/event-bus';
import type { SystemProbe } from '../api-dependencies.js';
import { FromRoot } from '../from-root.js';

/** What Prometheus reads. No label names a tenant or a person; routes are patterns, never addresses. */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'snowlight_http_request_seconds',
    help: 'Time to answer, by route pattern, method and class of status.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.registry],
  });

  constructor(@FromRoot('bus') bus: Pick<EventBus, 'lag'>, @FromRoot('system') system: SystemProbe) {
    collectDefaultMetrics({ register: this.registry, prefix: 'snowlight_' });
    this.readAtScrape('snowlight_bus_waiting', 'Messages that wait.', bus, ({ waiting }) => waiting);
    this.readAtScrape(
      'snowlight_bus_oldest_seconds',
      'Age of the oldest message that waits.',
      bus,
      ({ oldestSeconds }) => oldestSeconds,
    );
    const ingested = new Counter({
      name: 'snowlight_statements_ingested_total',
      help: 'Statements that the ingest of this process has stored, or put aside as dead letters.',
      labelNames: ['outcome'],
      registers: [this.registry],
      collect: () => {
        const { stored, deadLetters } = system.ingested();
        ingested.reset();
        ingested.inc({ outcome: 'stored' }, stored);
        ingested.inc({ outcome: 'dead-letter' }, deadLetters);
      },
    });
  }

  observeRequest(method: string, route: string, status: number, seconds: number): void {
    this.requests.observe({ method, route, status: `${String(Math.floor(status / 100))}xx` }, seconds);
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }

  private readAtScrape(
    name: string,
    help: string,
    bus: Pick<EventBus, 'lag'>,
    value: (lag: TopicLag) => number,
  ): void {
    const gauge = new Gauge({
      name,
      help,
      labelNames: ['topic', 'group'],
      registers: [this.registry],
      collect: () => {
        for (const lag of bus.lag()) gauge.set({ topic: lag.topic, group: lag.group }, value(lag));
      },
    });
  }
}
