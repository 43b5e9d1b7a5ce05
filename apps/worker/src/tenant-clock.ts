import { dayIn, type Tenant, type TenantStore } from '#libs/postgres';

/** How long a tenant's settings are believed, milliseconds: a demo's clock moves on several times a second. */
const BELIEVED_MS = 250;
/** In every time zone days begin at a quarter of an hour; to ask for the day takes 13 µs. */
const QUARTER_MS = 15 * 60_000;

export interface TenantMoment {
  readonly id: string;
  readonly timeZone: string;
  /** The tenant's clock; never the same instant twice, so that of two scores one is the newer. */
  readonly now: Date;
  /** YYYY-MM-DD in the tenant's time zone. */
  readonly today: string;
  /** For requests that name no xAPI version and must be answered all the same. */
  readonly defaultXapiVersion: Tenant['defaultXapiVersion'];
  /** Whether its statements are judged to the letter. */
  readonly xapiMode: Tenant['xapiMode'];
}

/** Tenants' clocks without a round trip for each request. */
export class TenantClock {
  readonly #read = new Map<string, { tenant: Tenant; at: number }>();
  readonly #last = new Map<string, number>();
  /** By time zone. */
  readonly #days = new Map<string, { readonly quarter: number; readonly day: string }>();

  constructor(
    private readonly tenants: Pick<TenantStore, 'get'>,
    /** Real time, milliseconds. */
    private readonly now: () => number,
  ) {}

  async moment(id: string): Promise<TenantMoment> {
    const tenant = await this.#tenant(id);
    const at = Math.max(tenant.simulatedNow?.getTime() ?? this.now(), (this.#last.get(id) ?? 0) + 1);
    this.#last.set(id, at);
    const now = new Date(at);
    const { timeZone, defaultXapiVersion, xapiMode } = tenant;
    return { id, timeZone, now, today: this.#dayOf(timeZone, now), defaultXapiVersion, xapiMode };
  }

  #dayOf(timeZone: string, at: Date): string {
    const quarter = Math.floor(at.getTime() / QUARTER_MS);
    const known = this.#days.get(timeZone);
    if (known?.quarter === quarter) return known.day;
    const day = dayIn(timeZone, at);
    this.#days.set(timeZone, { quarter, day });
    return day;
  }

  async #tenant(id: string): Promise<Tenant> {
    const known = this.#read.get(id);
    // one of the future is of a clock that was set back
    if (known && Math.abs(this.now() - known.at) < BELIEVED_MS) return known.tenant;
    const tenant = await this.tenants.get(id);
    this.#read.set(id, { tenant, at: this.now() });
    return tenant;
  }
}
