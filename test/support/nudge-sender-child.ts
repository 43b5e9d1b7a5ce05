/** A sender in a process of its own, for the spec that kills it. The world that it sees is the specs' own. */
import { openPostgres } from '#libs/postgres';
import { startSender } from '#pipelines/nudging';
import { aWorld, nudgingOn } from './nudge-town.js';

async function main(): Promise<void> {
  const [url = '', leaseMs = ''] = process.argv.slice(2);
  const postgres = await openPostgres({ kind: 'server', url });
  const onError = (error: unknown): void => void process.stderr.write(`${String(error)}\n`);
  startSender({ ...nudgingOn(postgres, aWorld()), onError }, { pollMs: 20, leaseMs: Number(leaseMs) });
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
