import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { openClickHouse } from '#libs/clickhouse';
import { describeClickHouseContract } from './clickhouse.contract.js';

describe('ClickHouse in this process', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'snowlight-clickhouse-'));
  });
  afterAll(async () => rm(directory, { recursive: true }));

  describeClickHouseContract(() => openClickHouse({ kind: 'embedded', directory }));
});
