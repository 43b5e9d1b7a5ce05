import { isNativeError } from 'node:util/types';

/** What went wrong in PostgreSQL. Messages never hold values of rows or parameters. */
export abstract class PostgresFailure extends Error {}

/** The store cannot answer now; the same call may succeed later. */
export class PostgresUnavailable extends PostgresFailure {
  override readonly name = 'PostgresUnavailable';
}

/** The disk is full: nothing was stored. */
export class PostgresDiskFull extends PostgresFailure {
  override readonly name = 'PostgresDiskFull';
}

/** The embedded server cannot be started; the message says why and where its log is. */
export class PostgresStartError extends PostgresFailure {
  override readonly name = 'PostgresStartError';
}

/** The store's schema and this version of Snowlight do not fit. The message is one sentence that says what to do. */
export class PostgresSchemaError extends PostgresFailure {
  override readonly name = 'PostgresSchemaError';
}

/** The statement was refused. */
export class PostgresQueryError extends PostgresFailure {
  override readonly name = 'PostgresQueryError';

  constructor(
    message: string,
    /** SQLSTATE, for example 23505 for a broken unique constraint. */
    readonly code: string,
    /** Name of the broken constraint, where one was. */
    readonly constraint: string | undefined,
  ) {
    super(message);
  }
}

/** Sorts what `pg` or TypeORM threw into unavailable, disk full and refused; anything else comes back as it is. */
export function failureOf(error: unknown): unknown {
  if (error instanceof PostgresFailure) return error;
  const { message, code, constraint } = driverErrorOf(error);
  if (code === undefined)
    return /Connection terminated|timeout exceeded when trying to connect/.test(message)
      ? new PostgresUnavailable(`postgresql does not answer (${message})`)
      : error;
  if (code === '53100' || message.includes('No space left on device'))
    return new PostgresDiskFull('postgresql: the disk is full');
  // class 08: connection, 57P: shut down or starting, 53300: too many connections; else a code of the network
  if (/^(08|57P|53300|E[A-Z]+)/.test(code))
    return new PostgresUnavailable(`postgresql does not answer (${code})`);
  // class 22: the text quotes the value that was refused
  return new PostgresQueryError(
    `postgresql: ${code.startsWith('22') ? 'a value was refused' : message} (${code})`,
    code,
    constraint,
  );
}

/** A call of TypeORM's repositories, which reject with their own errors, as one of ours. */
export async function failing<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw failureOf(error);
  }
}

function driverErrorOf(error: unknown): {
  message: string;
  code: string | undefined;
  constraint: string | undefined;
} {
  if (!isNativeError(error)) return { message: String(error), code: undefined, constraint: undefined };
  const { driverError = error } = error as { driverError?: Error };
  const { code, constraint } = driverError as { code?: unknown; constraint?: unknown };
  return {
    message: driverError.message,
    code: typeof code === 'string' ? code : undefined,
    constraint: typeof constraint === 'string' ? constraint : undefined,
  };
}
