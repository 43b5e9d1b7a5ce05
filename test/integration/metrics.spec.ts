import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { adminKey, openApiTown, statement, withKey, type ApiTown } from '../support/api-town.js';
import { describedMetrics, metricsOf } from '../support/metric-names.js';

let town: ApiTown;

beforeAll(async () => {
  town = await openApiTown();
}, 60_000);
afterAll(() => town.close());

const measured = async (): Promise<string> => (await town.app.inject({ url: '/metrics' })).body;
const valueOf = async (sample: string): Promise<number | undefined> => {
  const line = (await measured()).split('\n').find((one) => one.startsWith(`${sample} `));
  return line === undefined ? undefined : Number(line.slice(sample.length + 1));
};

describe('metrics', () => {
  it('are those that the guide describes, each once, and no other', async () => {
    expect(metricsOf(await measured())).toEqual(describedMetrics());
  });

  it('have names by the conventions of Prometheus', async () => {
    for (const [, name = '', type = ''] of (await measured()).matchAll(/^# TYPE (\S+) (\S+)/gm)) {
      expect(name).toMatch(/^snowlight_[a-z0-9_]+$/);
      if (type === 'counter') expect(name).toMatch(/_total$/);
      if (type === 'histogram') expect(name).toMatch(/_seconds$/);
    }
  });

  it('say what is ready, who reads what, and that nothing fails', async () => {
    for (const check of ['clickhouse', 'postgresql', 'bus'])
      expect(await valueOf(`snowlight_ready{check="${check}"}`)).toBe(1);
    expect(await valueOf('snowlight_bus_partitions_assigned{topic="statements"}')).toBe(1);
    expect(await valueOf('snowlight_bus_batch_failures_total{topic="statements"}')).toBe(0);
    expect(
      await valueOf('snowlight_bus_partition_waiting{topic="statements",group="ingest",partition="0"}'),
    ).toBe(0);
    expect(await measured()).not.toContain('snowlight_bus_batch_failing_seconds{');
    expect(await valueOf('snowlight_build_info{version="0.0.0",mode="embedded"}')).toBe(1);
  });

  it('count what is stored and what is put aside', async () => {
    const stored = 'snowlight_statements_ingested_total{outcome="stored"}';
    const letters = 'snowlight_dead_letters_total{topic="statements",stage="decode"}';
    expect([await valueOf(stored), await valueOf(letters)]).toEqual([0, 0]);
    const sent = await town.app.inject({
      method: 'POST',
      url: '/xapi/statements',
      headers: { ...withKey(adminKey), 'x-experience-api-version': '1.0.3' },
      payload: [statement('a01', 'experienced', 'page-1', '2026-11-20T02:00:00.000Z')],
    });
    expect(sent.statusCode).toBe(200);
    const broken = { v: 1, tenant: 'default', id: randomUUID() };
    await town.platform.bus.publish('statements', [{ key: 'k', value: broken as never }]);
    await town.platform.bus.settled('statements');
    expect([await valueOf(stored), await valueOf(letters)]).toEqual([1, 1]);
  });
});
