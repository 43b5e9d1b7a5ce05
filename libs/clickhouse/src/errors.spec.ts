import { ClickHouseError } from '@clickhouse/client';
import { describe, expect, it } from '@jest/globals';
import {
  ClickHouseAccessDenied,
  ClickHouseDiskFull,
  ClickHouseQueryError,
  ClickHouseTimeout,
  ClickHouseUnavailable,
  failureOf,
} from './errors.js';

describe('ClickHouse failures', () => {
  const engine = (code: string, type: string, message: string) =>
    new ClickHouseError({ code, type, message });
  const network = (code: string) => Object.assign(new Error(`connect ${code} 10.0.0.1:8123`), { code });

  it.each([
    ['a refused connection', network('ECONNREFUSED')],
    ['a cut connection', network('ECONNRESET')],
    ['a time-out of the client', new Error('Timeout error.')],
    ['merges that lag behind', engine('252', 'TOO_MANY_PARTS', 'Too many parts (3000)')],
    ['a server that shuts down', engine('236', 'ABORTED', 'Server is shutting down')],
  ])('%s may be tried again', (_, error) => {
    expect(failureOf('statements.insert', error)).toBeInstanceOf(ClickHouseUnavailable);
  });

  it.each([
    engine('243', 'NOT_ENOUGH_SPACE', 'Cannot reserve 1.00 MiB, not enough space'),
    engine('1001', 'STD_EXCEPTION', 'filesystem error: in create_directory: No space left on device'),
    Object.assign(new Error('write'), { code: 'ENOSPC' }),
  ])('tells a full disk: %s', (error) => {
    expect(failureOf('insert statements', error)).toBeInstanceOf(ClickHouseDiskFull);
  });

  it.each([
    ['516', 'AUTHENTICATION_FAILED', 'user or password are wrong: mend CLICKHOUSE_URL'],
    ['81', 'UNKNOWN_DATABASE', 'the database is not there: create it, or mend CLICKHOUSE_URL'],
    ['497', 'ACCESS_DENIED', 'the user may not do this: grant it all rights on the database'],
  ])('says what an operator has to mend: %s', (code, type, sentence) => {
    const failure = failureOf('ping', engine(code, type, 'snow@10.0.0.1: ...'));
    expect(failure).toBeInstanceOf(ClickHouseAccessDenied);
    expect(failure.message).toBe(`clickhouse ping: ${sentence} (${code} ${type})`);
    expect(failure.isPassing).toBe(false);
  });

  it.each([
    ['159', ClickHouseTimeout, 'took longer than it may'],
    ['241', ClickHouseUnavailable, 'needs more memory than it may have'],
    ['242', ClickHouseUnavailable, 'the table is read only: its keeper is away'],
  ])('%s passes', (code, kind, sentence) => {
    const failure = failureOf('sweep', engine(code, 'X', 'Memory limit (for query) exceeded'));
    expect(failure).toBeInstanceOf(kind);
    expect(failure.message).toContain(sentence);
    expect(failure.isPassing).toBe(true);
  });

  it('takes the answer of a proxy whose server is gone for the server being away', () => {
    expect(failureOf('ping', new Error('502 Bad Gateway'))).toBeInstanceOf(ClickHouseUnavailable);
  });

  it('explains a wrong statement', () => {
    const failure = failureOf(
      'worklist.page',
      engine('47', 'UNKNOWN_IDENTIFIER', 'Unknown identifier `nope`. '),
    );
    expect(failure).toBeInstanceOf(ClickHouseQueryError);
    expect(failure.message).toBe(
      'clickhouse worklist.page: Unknown identifier `nope`. (47 UNKNOWN_IDENTIFIER)',
    );
  });

  it('tells a value that cannot be kept from a statement that is wrong as a whole', () => {
    const refused = (code: string) => failureOf('insert statements', engine(code, 'X', 'x'));
    expect(refused('38')).toMatchObject({ isAboutValue: true });
    expect(refused('60')).toMatchObject({ isAboutValue: false });
  });

  it('does not repeat what may be a value of a row', () => {
    const failure = failureOf(
      'insert statements',
      engine('27', 'CANNOT_PARSE_INPUT', 'near "Zhang San": at row 7'),
    );
    expect(failure.message).toBe('clickhouse insert statements: refused (27 CANNOT_PARSE_INPUT)');
  });
});
