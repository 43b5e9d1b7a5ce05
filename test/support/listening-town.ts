import type { ApiDependencies } from '../../apps/api/src/api-dependencies.js';
import type { KeyScope } from '#libs/contracts';
import { openApiTown, type ApiTown } from './api-town.js';

/** A record store at a real address, for programs that know nothing of it but that. */
export interface ListeningTown {
  readonly town: ApiTown;
  /** Without a slash at the end. */
  readonly url: string;
  /** A fresh key of these scopes, KEY:SECRET. */
  readonly key: (...scopes: readonly KeyScope[]) => Promise<string>;
  readonly close: () => Promise<void>;
}

export async function openListeningTown(overrides: Partial<ApiDependencies> = {}): Promise<ListeningTown> {
  const town = await openApiTown(overrides);
  await town.app.listen(0, '127.0.0.1');
  return {
    town,
    url: await town.app.getUrl(),
    async key(...scopes) {
      const { id, secret } = await town.platform.stores.keys.create('default', scopes.join(' '), scopes);
      return `${id}:${secret}`;
    },
    close: () => town.close(),
  };
}
