import { listenToErasures, type Listening, type Postgres } from '#libs/postgres';
import type { Intake } from '#pipelines/ingest';
import type { DomainStores } from './domain-stores.js';

/**
 * Several processes: who is erased by one is forgotten in the memory of all. Where some of it may have been missed,
 * everybody is forgotten: a person is then looked up again, and nothing else is lost.
 */
export function followOthers(
  postgres: Postgres,
  {
    stores,
    intake,
  }: {
    readonly stores: Pick<DomainStores, 'vault'>;
    readonly intake: Pick<Intake, 'forget' | 'forgetEverybody'>;
  },
  onError: (where: string, error: unknown) => void,
): Promise<Listening> {
  return listenToErasures(
    postgres,
    ({ tenant, pids }) => {
      stores.vault.forget(tenant, pids);
      intake.forget(tenant, pids);
    },
    () => {
      stores.vault.forgetEverybody();
      intake.forgetEverybody();
    },
    (error) => onError('erasures of other processes', error),
  );
}
