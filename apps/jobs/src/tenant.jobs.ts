import * as z from 'zod';
import type { Tenant } from '#libs/postgres';
import { defineJob, JobError } from './job.js';

const XapiVersion = z.enum(['1.0.3', '2.0.0']);
const XapiMode = z.enum(['strict', 'lenient']);
const ModelPromotion = z.enum(['rule', 'person']);
const name = z.string().trim().min(1);

/** Tenants stand in addresses, keys of messages and file names. */
const TenantId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, {
  error: 'must be small letters, digits and dashes, at most 63, and begin with a letter or digit',
});

export const createTenant = defineJob({
  name: 'tenant.create',
  arguments: z.object({
    id: TenantId,
    nameZh: name,
    nameEn: name,
    timeZone: z.string().optional(),
    xapiVersion: XapiVersion.optional(),
    mode: XapiMode.optional(),
    models: ModelPromotion.optional(),
  }),
  async run({ stores }, { id, nameZh, nameEn, timeZone, xapiVersion, mode, models }) {
    if ((await stores.tenants.find(id)) !== null)
      throw new JobError(`There is a tenant ${id} already: "snowlight tenant set" changes it.`);
    if (timeZone !== undefined && !isTimeZone(timeZone))
      throw new JobError(`${timeZone} is no time zone: give its IANA name, such as Asia/Shanghai.`);
    return shown(
      await stores.tenants.ensure({
        id,
        name: { zh: nameZh, en: nameEn },
        ...(timeZone && { timeZone }),
        ...(xapiVersion && { defaultXapiVersion: xapiVersion }),
        ...(mode && { xapiMode: mode }),
        ...(models && { modelPromotion: models }),
      }),
    );
  },
});

/** Of a time zone there is no change: it has decided on which day every event counts. */
export const setTenant = defineJob({
  name: 'tenant.set',
  arguments: z.object({
    id: z.string(),
    nameZh: name.optional(),
    nameEn: name.optional(),
    xapiVersion: XapiVersion.optional(),
    mode: XapiMode.optional(),
    models: ModelPromotion.optional(),
  }),
  async run({ stores }, { id, nameZh, nameEn, xapiVersion, mode, models }) {
    if ((await stores.tenants.find(id)) === null) throw new JobError(`There is no tenant ${id}.`);
    return shown(
      await stores.tenants.change(id, {
        ...(nameZh && { nameZh }),
        ...(nameEn && { nameEn }),
        ...(xapiVersion && { defaultXapiVersion: xapiVersion }),
        ...(mode && { xapiMode: mode }),
        ...(models && { modelPromotion: models }),
      }),
    );
  },
});

export const listTenants = defineJob({
  name: 'tenant.list',
  arguments: z.object({}),
  async run({ stores }) {
    return { tenants: (await stores.tenants.all()).map(shown) };
  },
});

function shown({ id, name, timeZone, defaultXapiVersion, xapiMode, modelPromotion }: Tenant) {
  return {
    id,
    nameZh: name.zh,
    nameEn: name.en,
    timeZone,
    xapiVersion: defaultXapiVersion,
    mode: xapiMode,
    models: modelPromotion,
  };
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    // a RangeError is how Intl says no
    return false;
  }
}
