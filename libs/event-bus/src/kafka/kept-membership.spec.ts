import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import type { Cluster } from 'kafkajs';
import { keepMemberships, Membership } from './kept-membership.js';

interface Group {
  memberId: string | null;
  joinAndSync: () => Promise<void>;
  leave: () => Promise<void>;
}
type Failure = 'away' | 'loading' | 'unknown' | null;

/** A coordinator that gives out names, and remembers under which it was asked. */
class Coordinator {
  failure: Failure = null;
  readonly asked: string[] = [];
  #names = 0;

  joinGroup({ memberId }: { memberId: string }) {
    this.asked.push(memberId);
    const failure = this.failure;
    if (failure === 'unknown') this.failure = null;
    if (failure !== null) throw failed(failure);
    const own = memberId === '' ? `member-${++this.#names}` : memberId;
    return Promise.resolve({ generationId: 1, leaderId: 'another', memberId: own, members: [] });
  }

  syncGroup() {
    return Promise.resolve({ memberAssignment: Buffer.alloc(0) });
  }

  leaveGroup() {
    return this.failure === null ? Promise.resolve() : Promise.reject(failed(this.failure));
  }
}

const failed = (failure: Failure): Error =>
  Object.assign(new Error(String(failure)), {
    type: failure === 'unknown' ? 'UNKNOWN_MEMBER_ID' : 'GROUP_LOAD_IN_PROGRESS',
  });

keepMemberships();
keepMemberships();
const ConsumerGroup = createRequire(import.meta.url)('kafkajs/src/consumer/consumerGroup.js') as new (
  parts: object,
) => Group;
const quiet = { namespace: () => quiet, info: () => undefined, debug: () => undefined };

/** What kafkajs makes of a consumer each time that it starts it. */
function startsOf(membership: Membership, coordinator: Coordinator): () => Group {
  const cluster = {
    findGroupCoordinator: () => Promise.resolve(coordinator),
    findTopicPartitionMetadata: () => [],
    committedOffsets: () => ({}),
  } as unknown as Cluster;
  const parts = { cluster, groupId: 'g', logger: quiet };
  const assigners = [membership.assigner(parts as unknown as Parameters<Membership['assigner']>[0])];
  return () =>
    new ConsumerGroup({
      ...parts,
      assigners,
      topics: [],
      retry: { retries: 1, initialRetryTime: 1 },
      instrumentationEmitter: { emit: () => undefined },
    });
}

describe('a consumer that kafkajs starts again', () => {
  it('comes back under its name where it could not leave', async () => {
    const membership = new Membership();
    const coordinator = new Coordinator();
    const start = startsOf(membership, coordinator);
    const first = start();
    await first.joinAndSync();
    coordinator.failure = 'away';
    await expect(first.leave()).rejects.toThrow('away');
    await expect(start().joinAndSync()).rejects.toThrow('away');
    coordinator.failure = null;
    await start().joinAndSync();
    // and where its owner has made another one
    await startsOf(membership, coordinator)().joinAndSync();
    expect(coordinator.asked).toEqual(['', 'member-1', 'member-1', 'member-1']);
  });

  it('comes back as another where the group knows it no more, or it has left', async () => {
    const coordinator = new Coordinator();
    const start = startsOf(new Membership(), coordinator);
    await start().joinAndSync();
    coordinator.failure = 'unknown';
    const second = start();
    await second.joinAndSync();
    expect(second.memberId).toBe('member-2');
    await second.leave();
    await start().joinAndSync();
    expect(coordinator.asked).toEqual(['', 'member-1', '', '']);
  });

  it('is not taken for another consumer of the same group', async () => {
    const coordinator = new Coordinator();
    await startsOf(new Membership(), coordinator)().joinAndSync();
    await startsOf(new Membership(), coordinator)().joinAndSync();
    expect(coordinator.asked).toEqual(['', '']);
  });
});
