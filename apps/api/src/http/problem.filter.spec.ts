import { describe, expect, it } from '@jest/globals';
import { ForbiddenException, HttpException } from '@nestjs/common';
import { BlobDiskFull } from '#libs/blobs';
import { ClickHouseDiskFull, ClickHouseUnavailable } from '#libs/clickhouse';
import { BusFullError, BusMessageTooLargeError, BusUnavailableError } from '#libs/event-bus';
import { PostgresUnavailable } from '#libs/postgres';
import { notFound } from './problem.js';
import { problemOf } from './problem.filter.js';

describe('what was thrown, as a problem', () => {
  it('keeps our own', () => {
    const own = notFound();
    expect(problemOf(own)).toBe(own);
  });

  it('tells a client when to come again where the queue is full or a store is away', () => {
    expect(problemOf(new BusFullError('statements', 3)).more.headers).toEqual({ 'retry-after': '3' });
    for (const error of [
      new ClickHouseUnavailable('q', 'away', undefined, undefined),
      new PostgresUnavailable('away'),
      new BusUnavailableError('statements', 'no broker answers'),
    ])
      expect(problemOf(error)).toMatchObject({
        kind: 'unavailable',
        more: { headers: { 'retry-after': '5' } },
      });
  });

  it('does not ask for a message again that no broker will take', () => {
    expect(problemOf(new BusMessageTooLargeError('statements', 40_000_000, 37_748_736)).kind).toBe(
      'too-large',
    );
  });

  it('says that the disk is full', () => {
    expect(problemOf(new ClickHouseDiskFull('insert', 'full', 243, undefined)).kind).toBe('disk-full');
    expect(problemOf(new BlobDiskFull('full')).kind).toBe('disk-full');
  });

  it("sorts the framework's by their status", () => {
    expect(problemOf(new ForbiddenException()).kind).toBe('forbidden');
    expect(problemOf(Object.assign(new Error('too large'), { statusCode: 413 })).kind).toBe('too-large');
    expect(problemOf(new HttpException('teapot', 418)).kind).toBe('internal');
  });

  it('does not take a sender who goes away within a body for a defect', () => {
    const gone = Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
    expect(problemOf(gone).kind).toBe('bad-request');
  });

  it('tells nothing of a defect', () => {
    const problem = problemOf(new Error('column secret of user wang'));
    expect(problem.kind).toBe('internal');
    expect(JSON.stringify(problem.detail)).not.toContain('wang');
  });
});
