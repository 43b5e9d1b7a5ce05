import { isNativeError } from 'node:util/types';

/** What went wrong in ClickHouse. Messages never hold values of rows or parameters. */
export abstract class ClickHouseFailure extends Error {
  constructor(
    /** Name of the query or `insert TABLE`. */
    readonly operation: string,
    message: string,
    /** ClickHouse's code and its word, for example 60 and UNKNOWN_TABLE. */
    readonly code: number | undefined,
    readonly type: string | undefined,
  ) {
    super(`clickhouse ${operation}: ${message}`);
  }

  /** The very same call may succeed later, without anybody changing it. */
  abstract readonly isPassing: boolean;
}

/** The store cannot answer now; the same call may succeed later, an insert with the same token without doubling. */
export class ClickHouseUnavailable extends ClickHouseFailure {
  override readonly name = 'ClickHouseUnavailable';
  readonly isPassing = true;
}

/** The server does not let us do this: user, password, rights or database are wrong. Nothing was stored. */
export class ClickHouseAccessDenied extends ClickHouseFailure {
  override readonly name = 'ClickHouseAccessDenied';
  readonly isPassing = false;
}

/** The disk is full: nothing was stored; retrying is useless until there is space. */
export class ClickHouseDiskFull extends ClickHouseFailure {
  override readonly name = 'ClickHouseDiskFull';
  readonly isPassing = true;
}

/** The statement took longer than it may: there is too much to read, or the store is busy. */
export class ClickHouseTimeout extends ClickHouseFailure {
  override readonly name = 'ClickHouseTimeout';
  readonly isPassing = true;
}

/** The engine refuses this statement; it will again. */
export class ClickHouseQueryError extends ClickHouseFailure {
  override readonly name = 'ClickHouseQueryError';
  readonly isPassing = false;

  /** It is a value that cannot be read or kept: of an insert, the rows without it would be taken. */
  get isAboutValue(): boolean {
    return this.code !== undefined && valueCodes.has(this.code);
  }
}

/** A row is not what the query's schema says: the schema of the store and the code differ. */
export class ClickHouseRowError extends ClickHouseFailure {
  override readonly name = 'ClickHouseRowError';
  readonly isPassing = false;
}

const MEMORY_LIMIT_EXCEEDED = 241;

/** The statement needs more time or memory than it may have; one that reads less may do. */
export const isTooMuch = (error: unknown): boolean =>
  error instanceof ClickHouseTimeout ||
  (error instanceof ClickHouseFailure && error.code === MEMORY_LIMIT_EXCEEDED);

const unavailableCodes = new Set([
  202, // TOO_MANY_SIMULTANEOUS_QUERIES
  209, // SOCKET_TIMEOUT
  210, // NETWORK_ERROR
  236, // ABORTED: shutting down
  MEMORY_LIMIT_EXCEEDED,
  242, // TABLE_IS_READ_ONLY: its keeper is away
  252, // TOO_MANY_PARTS: merges lag behind
  279, // ALL_CONNECTION_TRIES_FAILED
  319, // UNKNOWN_STATUS_OF_INSERT
  394, // QUERY_WAS_CANCELLED: the store is closing
  425, // SYSTEM_ERROR
  999, // KEEPER_EXCEPTION
]);

const mendUrl = 'mend CLICKHOUSE_URL';

/** What an operator has set wrong, in words of what to do; the server's own text names users and hosts. */
const accessCodes: ReadonlyMap<number, string> = new Map([
  [81, `the database is not there: create it, or ${mendUrl}`],
  [164, 'the user may only read: grant it the rights to write'],
  [192, `there is no such user: ${mendUrl}`],
  [193, `the password is wrong: ${mendUrl}`],
  [194, `a password is needed: ${mendUrl}`],
  [497, 'the user may not do this: grant it all rights on the database'],
  [516, `user or password are wrong: ${mendUrl}`],
]);

/** Sentences for what lasts until somebody does something, or until the load falls. */
const sentences: ReadonlyMap<number, string> = new Map([
  [159, 'took longer than it may'],
  [241, 'needs more memory than it may have'],
  [242, 'the table is read only: its keeper is away'],
  [252, 'merges lag behind the inserts'],
]);

const valueCodes = new Set([
  6, // CANNOT_PARSE_TEXT
  25, // CANNOT_PARSE_ESCAPE_SEQUENCE
  26, // CANNOT_PARSE_QUOTED_STRING
  27, // CANNOT_PARSE_INPUT_ASSERTION_FAILED
  38, // CANNOT_PARSE_DATE
  41, // CANNOT_PARSE_DATETIME
  53, // TYPE_MISMATCH
  69, // ARGUMENT_OUT_OF_BOUND
  70, // CANNOT_CONVERT_TYPE
  72, // CANNOT_PARSE_NUMBER
  117, // INCORRECT_DATA
  130, // CANNOT_READ_ARRAY_FROM_TEXT
  321, // VALUE_IS_OUT_OF_RANGE_OF_DATA_TYPE
  349, // CANNOT_INSERT_NULL_IN_ORDINARY_COLUMN
  376, // CANNOT_PARSE_UUID
  407, // DECIMAL_OVERFLOW
  467, // CANNOT_PARSE_BOOL
  563, // CANNOT_READ_MAP_FROM_TEXT
]);

/** Codes whose text explains the statement, which is ours; the text of every other code may quote a row or a parameter. */
const codesWithoutValues = new Set([
  16, 36, 42, 43, 44, 46, 47, 48, 57, 60, 62, 63, 80, 81, 82, 115, 122, 158, 159, 164, 179, 184, 215, 241,
  242, 243, 252, 307, 396, 456,
]);

const networkErrors = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** Sorts what the client threw into passing and lasting, and puts it into one sentence. */
export function failureOf(operation: string, error: unknown): ClickHouseFailure {
  if (error instanceof ClickHouseFailure) return error;
  const { message, code, type } = partsOf(error);
  const number = /^\d+$/.test(code) ? Number(code) : undefined;
  if (number === 243 || /No space left on device|ENOSPC|NOT_ENOUGH_SPACE/.test(message + code))
    return new ClickHouseDiskFull(operation, 'the disk is full', number, type);
  if (networkErrors.has(code) || (number === undefined && lostConnection.test(message)))
    return new ClickHouseUnavailable(operation, `not reachable (${code || message})`, number, type);
  if (number === undefined) return new ClickHouseQueryError(operation, firstLine(message), number, type);
  const denied = accessCodes.get(number);
  const text =
    denied ?? sentences.get(number) ?? (codesWithoutValues.has(number) ? firstLine(message) : 'refused');
  const Kind = denied === undefined ? kindOf(number) : ClickHouseAccessDenied;
  return new Kind(operation, `${text} (${number} ${type ?? 'UNKNOWN'})`, number, type);
}

/** The server is gone, or a proxy before it has answered in its place. */
const lostConnection = /socket hang up|Timeout error|is closed|aborted|^(502|503|504)\b|Bad Gateway/;

function kindOf(code: number) {
  if (code === 159) return ClickHouseTimeout;
  return unavailableCodes.has(code) ? ClickHouseUnavailable : ClickHouseQueryError;
}

function partsOf(error: unknown): { message: string; code: string; type: string | undefined } {
  if (!isNativeError(error)) return { message: String(error), code: '', type: undefined };
  const { code, type } = error as { code?: unknown; type?: unknown };
  return {
    message: error.message,
    code: typeof code === 'string' ? code : '',
    type: typeof type === 'string' ? type : undefined,
  };
}

const firstLine = (message: string): string => (message.split('\n', 1)[0] ?? '').trim();
