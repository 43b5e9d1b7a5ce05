import type { ClickHouse } from '#libs/clickhouse';
import type { UnreadableMessage } from '#libs/event-bus';
import { unreadableRow } from './batch/dead-letter-row.js';

/**
 * Keeps messages of a topic that are not ours or of another version, as dead letters. Rejects where the store is away:
 * their batch comes again then.
 * @param now milliseconds since 1970 UTC
 */
export const createKeepUnreadable =
  (clickhouse: Pick<ClickHouse, 'insert'>, now: () => number) =>
  (messages: readonly UnreadableMessage[], token: string): Promise<void> => {
    const at = now();
    return clickhouse.insert(
      'dead_letters',
      messages.map((message) => unreadableRow(message, at)),
      { token: `${token}-unreadable` },
    );
  };
