import { setTimeout as sleep } from 'node:timers/promises';
import { startServer, treeMegabytes, withDirectory, type Measurement } from './harness.js';

/** Boot, idle memory and orderly end of the embedded server. */
export function boot(): Promise<Measurement[]> {
  return withDirectory(async (directory) => {
    const later: number[] = [];
    const ends: number[] = [];
    const memory: number[] = [];
    const first = await startServer(directory);
    ends.push(await first.stop());
    for (let round = 0; round < 5; round++) {
      const server = await startServer(directory);
      later.push(server.bootMs);
      await sleep(3000);
      memory.push(treeMegabytes(server.pid));
      ends.push(await server.stop());
    }
    const own = { better: 'less', peer: '' } as const;
    return [
      { what: 'first boot', unit: 'ms', runs: [first.bootMs], limit: 10_000, ...own },
      { what: 'later boots', unit: 'ms', runs: later, limit: 3000, ...own },
      { what: 'idle memory, all processes', unit: 'MB', runs: memory, limit: 600, ...own },
      { what: 'SIGTERM to end', unit: 'ms', runs: ends, limit: 10_000, ...own },
    ];
  });
}
