import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BuiltServer } from '../support/built-server.js';
import { compareStores, type Stored } from './compare-stores.js';
import { Findings } from './findings.js';
import { MixedLoad, type LoadFigures } from './mixed-load.js';
import { RecordStoreClient } from './record-store-client.js';

export interface Round {
  /** Between the server's being ready and its end. */
  readonly killedAfterMs: number;
  /** Killed a second time, while it started. */
  readonly killedAgain: boolean;
  /** Statements acknowledged in this round. */
  readonly acknowledged: number;
  /** Requests on their way at the kill: sent again to the next process. */
  readonly unanswered: number;
  /** From the start of the process after the kill to its being ready. */
  readonly rebootMs: number;
  /** What was found after the kill. */
  readonly found: number;
}

export interface Outcome extends Omit<Stored, 'missing' | 'doubled'>, LoadFigures {
  readonly rounds: readonly Round[];
  readonly acknowledged: number;
  readonly findings: Findings;
}

/** Of the servers that start after a kill so many are killed while they start: what they put right is put right again. */
const KILLED_AGAIN = 0.2;

/**
 * Kills the built server with SIGKILL under a mixed load, starts it again, and holds what it gives back against what it
 * has acknowledged; at the end all of it once more, the tables, and the rollups against a recount.
 */
export async function killDuringIntake(
  rounds: number,
  onRound: (round: Round, number: number) => void = () => undefined,
): Promise<Outcome> {
  const dataDir = await mkdtemp(join(tmpdir(), 'snowlight-kill-'));
  const findings = new Findings();
  const load = new MixedLoad(findings);
  const begun = new Date();
  let server = await BuiltServer.start(dataDir);
  try {
    const told: Round[] = [];
    for (let number = 1; number <= rounds; number++) {
      const before = { acknowledged: load.ledger.size, found: findings.total };
      const since = new Date(Date.now() - 1000);
      const killedAfterMs = Math.round(200 + 1000 * Math.random());
      const sending = load.sendUntilCut(new RecordStoreClient(server.url), number);
      await Promise.race([sending, sleep(killedAfterMs)]);
      await server.kill();
      await sending;
      const { unanswered } = load;
      const killedAgain = Math.random() < KILLED_AGAIN;
      if (killedAgain) await BuiltServer.killedAtStart(dataDir, 100 + 1400 * Math.random());
      server = await BuiltServer.start(dataDir);
      const client = new RecordStoreClient(server.url);
      await load.settle(client, number);
      await load.check(client, number, since);
      const round = {
        killedAfterMs,
        killedAgain,
        acknowledged: load.ledger.size - before.acknowledged,
        unanswered,
        rebootMs: server.bootMs,
        found: findings.total - before.found,
      };
      told.push(round);
      onRound(round, number);
    }
    await load.check(new RecordStoreClient(server.url), null, begun);
    await server.counted();
    await server.stop();
    const { missing, doubled, ...stored } = await compareStores(
      { kind: 'embedded', directory: join(dataDir, 'clickhouse') },
      load.ledger.ids,
    );
    for (const id of missing) findings.add('lost', `statement ${id} is not in every table`);
    for (const id of doubled) findings.add('doubled', `statement ${id} has several rows`);
    return { rounds: told, acknowledged: load.ledger.size, ...stored, ...load.figures, findings };
  } finally {
    await server.kill();
    await rm(dataDir, { recursive: true, force: true });
  }
}
