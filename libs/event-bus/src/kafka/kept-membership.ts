import { createRequire } from 'node:module';
import kafkajs, { type Cluster, type PartitionAssigner } from 'kafkajs';

/** The part of kafkajs's `ConsumerGroup` that is mended here. */
interface ConsumerGroup {
  readonly cluster: Cluster;
  /** As the group's coordinator calls it; null = not joined. */
  memberId: string | null;
  joinAndSync: (this: ConsumerGroup) => Promise<void>;
  leave: (this: ConsumerGroup) => Promise<void>;
}

const mended = Symbol('mended');
const memberships = new WeakMap<Cluster, Membership>();

/**
 * What the group calls a consumer, kept while kafkajs ends it and starts it again.
 *
 * kafkajs 2.2.4 forgets the name when a broker is away for longer than it tries, or still loads its groups, and joins as
 * somebody new. The group then waits for the one it knows as long as a rebalance may take, and again each time that this
 * happens before it is settled: consumers stood still for 6 s after each restart of a broker, and sometimes for more
 * than 30. Who comes back under his own name is waited for by nobody. A name that the group no longer knows is told so
 * in its first answer, and gets another.
 */
export class Membership {
  memberId: string | null = null;

  /** Deals as kafkajs does; the one thing given to a consumer that also sees what its `ConsumerGroup` is made from. */
  readonly assigner: PartitionAssigner = (parts) => {
    memberships.set(parts.cluster, this);
    return kafkajs.PartitionAssigners.roundRobin(parts);
  };
}

export function keepMemberships(): void {
  const load = createRequire(import.meta.url);
  const { prototype } = load('kafkajs/src/consumer/consumerGroup.js') as {
    prototype: ConsumerGroup & { [mended]?: true };
  };
  if (prototype[mended]) return;
  const { joinAndSync, leave } = prototype;
  prototype[mended] = true;
  prototype.joinAndSync = async function (this: ConsumerGroup) {
    const membership = memberships.get(this.cluster);
    this.memberId ??= membership?.memberId ?? null;
    try {
      await joinAndSync.call(this);
    } finally {
      if (membership !== undefined) membership.memberId = this.memberId;
    }
  };
  prototype.leave = async function (this: ConsumerGroup) {
    await leave.call(this);
    const membership = memberships.get(this.cluster);
    if (membership !== undefined) membership.memberId = null;
  };
}
