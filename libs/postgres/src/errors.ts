import { isNativeError } from 'node:util/types';

/** What went wrong in PostgreSQL. Messages never hold values of rows or parameters. */
export abstract class PostgresFailure extends Error {}

/** The store cannot answer now; the same call may succeed later. */
export class PostgresUnavailable extends PostgresFailure {
  override readonly name = 'PostgresUnavailable';
}

/** The server does not let us in: address, user, password, database or certificate are wrong. One sentence for an operator. */
export class PostgresAccessDenied extends PostgresFailure {
  override readonly name = 'PostgresAccessDenied';
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

/** By SQLSTATE; the server's own text names the user. */
const accessCodes: ReadonlyMap<string, string> = new Map([
  ['28P01', 'user or password are wrong: mend DATABASE_URL'],
  ['28000', 'the user may not sign in from here: mend DATABASE_URL, or pg_hba.conf'],
  ['3D000', 'the database is not there: create it, or mend DATABASE_URL'],
  ['42501', 'the user lacks a right: make it the owner of the database'],
]);

/** Of Node's TLS; none of them passes by itself. */
const untrusted = /^(ERR_TLS|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_(GET|VERIFY))/;

/** Without a code: the connection went, or the pool had none for us in time. */
const lostConnection =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|runner already released/i;

/** Sorts what `pg` or TypeORM threw into unavailable, denied, disk full and refused; anything else comes back as it is. */
export function failureOf(error: unknown): unknown {
  if (error instanceof PostgresFailure) return error;
  const { message, code, constraint, path } = driverErrorOf(error);
  if (code === undefined) {
    if (message.includes('does not support SSL'))
      return new PostgresAccessDenied('postgresql: the server has no TLS: mend sslmode in DATABASE_URL');
    if (message.includes('client password must be a string'))
      return new PostgresAccessDenied('postgresql: a password is needed: mend DATABASE_URL');
    return lostConnection.test(message)
      ? new PostgresUnavailable(`postgresql does not answer (${message})`)
      : error;
  }
  if (code === '53100' || message.includes('No space left on device'))
    return new PostgresDiskFull('postgresql: the disk is full');
  const denied = accessCodes.get(code);
  if (denied !== undefined) return new PostgresAccessDenied(`postgresql: ${denied} (${code})`);
  if (untrusted.test(code))
    return new PostgresAccessDenied(
      `postgresql: the server's certificate is not trusted (${code}): name its authority by sslrootcert in DATABASE_URL`,
    );
  if (path !== undefined)
    return new PostgresAccessDenied(`postgresql: ${path} of DATABASE_URL cannot be read (${code})`);
  // class 08: connection, 57P: shut down or starting, 53300: too many connections, 25006: a standby; else of the network
  if (/^(08|57P|53300|25006|E[A-Z]+)/.test(code))
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
  /** Of a file that could not be read. */
  path: string | undefined;
} {
  if (!isNativeError(error))
    return { message: String(error), code: undefined, constraint: undefined, path: undefined };
  const { driverError = error } = error as { driverError?: Error };
  const { code, constraint, path, syscall } = driverError as Partial<
    Record<'code' | 'constraint' | 'path' | 'syscall', unknown>
  >;
  return {
    message: driverError.message,
    code: typeof code === 'string' ? code : undefined,
    constraint: typeof constraint === 'string' ? constraint : undefined,
    path: syscall === 'open' && typeof path === 'string' ? path : undefined,
  };
}
