import { randomBytes } from 'node:crypto';
import { keyScopes } from '#libs/contracts';
import type { Platform } from './platform.js';

export const DEFAULT_TENANT = 'default';
export const ADMIN_ACCOUNT = 'admin';

/**
 * What a new installation needs to be used at all: the tenant, an administrator, the bootstrap key. Changes nothing
 * that is there. Resolves with the password that was made, to be shown this once; null where none was.
 */
export function provision(platform: Platform): Promise<string | null> {
  // several processes may begin at once
  return platform.postgres.withAdvisoryLock('snowlight provision', () => provisioned(platform));
}

async function provisioned({ config, stores }: Platform): Promise<string | null> {
  await stores.tenants.ensure({
    id: DEFAULT_TENANT,
    name: { zh: '默认机构', en: 'Default organisation' },
    defaultXapiVersion: config.defaultXapiVersion,
  });
  if (config.bootstrapKey)
    await stores.keys.bootstrap(DEFAULT_TENANT, 'bootstrap', [...keyScopes], config.bootstrapKey);
  if ((await stores.users.find(ADMIN_ACCOUNT)) !== null) return null;
  const password = config.adminPassword ?? randomBytes(12).toString('base64url');
  await stores.users.create({
    tenant: DEFAULT_TENANT,
    account: ADMIN_ACCOUNT,
    password,
    displayName: '管理员 Administrator',
    roles: [{ role: 'admin', region: null }],
  });
  return config.adminPassword === undefined ? password : null;
}
