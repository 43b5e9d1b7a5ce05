import type { Repository } from 'typeorm';
import type { BilingualText } from '#libs/contracts';
import { TenantEntity } from '../entities/tenant.entity.js';
import { failing } from '../errors.js';
import type { Postgres } from '../postgres.js';
import type { Clock } from './clock.js';

export type XapiVersion = '1.0.3' | '2.0.0';
export type XapiMode = 'strict' | 'lenient';
export type ModelPromotion = 'rule' | 'person';

export interface Tenant {
  readonly id: string;
  readonly name: BilingualText;
  /** IANA name; never changes. */
  readonly timeZone: string;
  readonly defaultXapiVersion: XapiVersion;
  /** `lenient`: statements that are not legal are put right where that is certain, and the rest refused. */
  readonly xapiMode: XapiMode;
  /** `rule`: a risk model that is shown to be better takes over by itself; `person`: it waits for somebody. */
  readonly modelPromotion: ModelPromotion;
  /** A demo tenant's clock; null = real time. */
  readonly simulatedNow: Date | null;
}

export interface NewTenant {
  readonly id: string;
  readonly name: BilingualText;
  readonly timeZone?: string;
  readonly defaultXapiVersion?: XapiVersion;
  readonly xapiMode?: XapiMode;
  readonly modelPromotion?: ModelPromotion;
}

/** What may be changed of a tenant; what is absent stays. */
export interface TenantChange {
  readonly nameZh?: string;
  readonly nameEn?: string;
  readonly defaultXapiVersion?: XapiVersion;
  readonly xapiMode?: XapiMode;
  readonly modelPromotion?: ModelPromotion;
}

/** Writer of `tenants`. */
export class TenantStore {
  private readonly tenants: Repository<TenantEntity>;

  constructor(
    postgres: Postgres,
    private readonly clock: Clock,
  ) {
    this.tenants = postgres.dataSource.getRepository(TenantEntity);
  }

  /** Makes the tenant where there is none of this id; an existing one stays as it is. */
  async ensure(tenant: NewTenant): Promise<Tenant> {
    const {
      id,
      name,
      timeZone = 'Asia/Shanghai',
      defaultXapiVersion = '1.0.3',
      xapiMode = 'strict',
      modelPromotion = 'rule',
    } = tenant;
    const insertion = this.tenants
      .createQueryBuilder()
      .insert()
      .values({
        id,
        nameZh: name.zh,
        nameEn: name.en,
        timeZone: checkedTimeZone(timeZone),
        defaultXapiVersion,
        xapiMode,
        modelPromotion,
      })
      .orIgnore()
      .execute();
    await failing(insertion);
    return this.get(id);
  }

  async find(id: string): Promise<Tenant | null> {
    const row = await failing(this.tenants.findOneBy({ id }));
    return row === null ? null : tenantOf(row);
  }

  /** @throws where there is no such tenant. */
  async get(id: string): Promise<Tenant> {
    const tenant = await this.find(id);
    if (tenant === null) throw new Error(`there is no tenant ${id}`);
    return tenant;
  }

  async all(): Promise<Tenant[]> {
    return (await failing(this.tenants.find({ order: { id: 'ASC' } }))).map(tenantOf);
  }

  /** The tenant's clock: its simulated time, else real time. */
  async now(id: string): Promise<Date> {
    return (await this.get(id)).simulatedNow ?? this.clock();
  }

  /** The calendar day, YYYY-MM-DD, that it is for the tenant. */
  async today(id: string): Promise<string> {
    const tenant = await this.get(id);
    return dayIn(tenant.timeZone, tenant.simulatedNow ?? this.clock());
  }

  /** null gives the tenant real time again. */
  async setSimulatedNow(id: string, at: Date | null): Promise<void> {
    await failing(this.tenants.update({ id }, { simulatedNow: at }));
  }

  /** @throws where there is no such tenant. */
  async change(id: string, change: TenantChange): Promise<Tenant> {
    if (Object.keys(change).length > 0) await this.tenants.update({ id }, change);
    return this.get(id);
  }

  async setDefaultXapiVersion(id: string, version: XapiVersion): Promise<void> {
    await failing(this.tenants.update({ id }, { defaultXapiVersion: version }));
  }
}

/** To make one takes 100 µs and more, and every request asks for the day. */
const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** Calendar day, YYYY-MM-DD, of an instant in a time zone. */
export function dayIn(timeZone: string, at: Date): string {
  let format = dayFormats.get(timeZone);
  if (format === undefined) {
    // sv-SE writes dates as ISO 8601 does
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
    dayFormats.set(timeZone, format);
  }
  return format.format(at);
}

/** Hour of the clock on the wall, 0 to 23, of an instant in a time zone. */
export const hourIn = (timeZone: string, at: Date): number =>
  Number(new Intl.DateTimeFormat('sv-SE', { timeZone, hour: '2-digit' }).format(at));

function checkedTimeZone(timeZone: string): string {
  new Intl.DateTimeFormat('en', { timeZone }); // RangeError names the zone
  return timeZone;
}

function tenantOf(row: TenantEntity): Tenant {
  return {
    id: row.id,
    name: { zh: row.nameZh, en: row.nameEn },
    timeZone: row.timeZone,
    defaultXapiVersion: row.defaultXapiVersion,
    xapiMode: row.xapiMode,
    modelPromotion: row.modelPromotion,
    simulatedNow: row.simulatedNow,
  };
}
