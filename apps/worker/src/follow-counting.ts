import type { TopicName } from '#libs/contracts';
import type { EventBus } from '#libs/event-bus';
import { EnrolmentStore, type WatermarkStore } from '#libs/postgres';
import { declareSilent } from '#pipelines/features';
import { recoverTouched } from '#pipelines/ingest';
import { CountedMark } from './counted-mark.js';
import { repeat, type Repeating } from './repeat.js';
import type { RoleDependencies } from './role-dependencies.js';

const COUNTED = 'rollups';
/** Clocks of the process and of the engine may differ by less than this. */
const MARGIN_MS = 5000;

/**
 * How far the statements are counted, and what may be done only when all are: to declare silent who was not heard of.
 * Where this process alone stores, the bus loses with it what was announced, and the next process announces again what
 * was stored since the mark. A broker keeps it: there is no mark.
 */
export function followCounting(
  deps: RoleDependencies,
  watermarks: WatermarkStore,
  onError: (error: unknown) => void,
): readonly Repeating[] {
  const { postgres, clickhouse, bus, tenants, tenantClock, now, storesAlone } = deps;
  const enrolments = new EnrolmentStore(postgres);
  let mark: CountedMark | undefined;
  const isAllCounted = (): boolean =>
    (mark !== undefined || !storesAlone) &&
    oldestIn(bus, 'statements', now()) === null &&
    oldestIn(bus, 'touched', now()) === null;
  const swept = new Map<string, string>();
  const sweepSilence = async (): Promise<void> => {
    for (const { id } of await tenants.all()) {
      const moment = await tenantClock.moment(id);
      // while a backlog is counted, whoever is in it would look silent
      if (swept.get(id) === moment.today || !isAllCounted()) continue;
      await declareSilent({ clickhouse, enrolments }, moment);
      swept.set(id, moment.today);
    }
  };
  const advance = async (): Promise<void> => {
    mark ??= new CountedMark(await recover(deps, watermarks));
    const at = mark.look(now(), oldestIn(bus, 'statements', now()), oldestIn(bus, 'touched', now()));
    await watermarks.advance(COUNTED, { at: new Date(at - MARGIN_MS) });
  };
  return [repeat(1000, sweepSilence, onError), ...(storesAlone ? [repeat(5000, advance, onError)] : [])];
}

/** Announces again what was stored since the mark of the last process; gives that mark, ms. */
async function recover(deps: RoleDependencies, watermarks: WatermarkStore): Promise<number> {
  const { at } = await watermarks.get(COUNTED);
  const since = at ?? new Date(0);
  await recoverTouched(deps, since.toISOString());
  return since.getTime();
}

/** Since when the oldest message of a topic waits, ms; null where none does. */
function oldestIn(bus: Pick<EventBus, 'lag'>, topic: TopicName, now: number): number | null {
  const waiting = bus.lag().filter((lag) => lag.topic === topic && lag.waiting > 0);
  return waiting.length === 0 ? null : now - 1000 * Math.max(...waiting.map((lag) => lag.oldestSeconds));
}
