import type { ModelStore } from '#libs/postgres';

/** How long a model is believed to be the active one, milliseconds. */
const BELIEVED_MS = 5000;

/** The active model of each tenant, read again when it may have changed; the model itself only when it has. */
export class ActiveModels<M> {
  readonly #known = new Map<string, { at: number; value: { version: string; model: M } | null }>();

  constructor(
    private readonly store: Pick<ModelStore, 'active' | 'list'>,
    private readonly now: () => number,
  ) {}

  async of(tenant: string): Promise<{ version: string; model: M } | null> {
    const known = this.#known.get(tenant);
    // one that seems to be of the future is of a clock that was set back: who knows how old it is
    if (known && Math.abs(this.now() - known.at) < BELIEVED_MS) return known.value;
    const active = (await this.store.list(tenant)).find(({ status }) => status === 'active');
    const same = known !== undefined && known.value?.version === active?.version;
    const value = same ? known.value : await this.#read(tenant);
    this.#known.set(tenant, { at: this.now(), value });
    return value;
  }

  async #read(tenant: string): Promise<{ version: string; model: M } | null> {
    const stored = await this.store.active(tenant);
    return stored && { version: stored.version, model: stored.model as M };
  }
}
