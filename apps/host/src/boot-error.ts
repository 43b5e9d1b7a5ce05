import { ClickHouseFailure, ClickHouseSchemaError } from '#libs/clickhouse';
import { ConfigError } from '#libs/config';
import { JournalDamagedError, KafkaUnusableError } from '#libs/event-bus';
import { PostgresFailure } from '#libs/postgres';

/** Why Snowlight cannot start, in one sentence for an operator: what is wrong, where, and what to do. */
export class BootError extends Error {
  override readonly name = 'BootError';
}

/** The sentence for every failure that an operator can mend; undefined for what must be a bug. */
export function bootSentence(error: unknown): string | undefined {
  const known = [
    BootError,
    ConfigError,
    ClickHouseFailure,
    ClickHouseSchemaError,
    JournalDamagedError,
    KafkaUnusableError,
    PostgresFailure,
  ];
  if (known.some((kind) => error instanceof kind)) return (error as Error).message;
  const { code, path, address, port, hostname } = (error ?? {}) as NodeJS.ErrnoException & {
    address?: string;
    port?: number;
    hostname?: string;
  };
  // no port: any free one was asked for
  const listener = `${address ?? ''}${port ? `:${port}` : ''}`;
  if (code === 'EADDRINUSE')
    return `${listener} is in use by another program: set SNOWLIGHT_PORT to another port, or to 0 for any free one`;
  if (code === 'EADDRNOTAVAIL') return `${listener} is not an address of this machine: set SNOWLIGHT_HOST`;
  if ((code === 'ENOTFOUND' || code === 'EAI_AGAIN') && hostname !== undefined)
    return `${hostname} is not the name of an address of this machine: set SNOWLIGHT_HOST`;
  if (code === 'EACCES' && port !== undefined)
    return `${listener} is not open to this user: set SNOWLIGHT_PORT above 1023`;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return `the disk is full${path === undefined ? '' : ` (${path})`}: free some space`;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return `${path ?? 'a file'} is not writable for this user`;
  return undefined;
}

/** Prints the sentence (for a bug: the stack) and ends the process with 1. */
export function failBoot(error: unknown): never {
  const sentence = bootSentence(error);
  const text = sentence ?? (error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.stderr.write(`snowlight cannot start: ${text}\n`);
  process.exit(1);
}
