import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migratePostgres, openPostgres, type Postgres } from '#libs/postgres';

/** A real PostgreSQL with the schema, without the other engines: for the specs of its stores. */
export async function openTestPostgres(): Promise<Postgres & { readonly stop: () => Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'snowlight-pg-'));
  const postgres = await openPostgres({ kind: 'embedded', directory: join(directory, 'postgres') });
  await migratePostgres(postgres);
  return Object.assign(postgres, {
    async stop() {
      await postgres.close();
      await rm(directory, { recursive: true, force: true });
    },
  });
}
