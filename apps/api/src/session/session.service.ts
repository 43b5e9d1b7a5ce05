import { Injectable } from '@nestjs/common';
import type { Session } from '#libs/contracts';
import { type Clock, type NewSession, type Region, scopeOf, type User } from '#libs/postgres';
import type { ApiDependencies, TenantClock } from '../api-dependencies.js';
import type { ApiStores } from '../api-stores.js';
import { runSummary } from '../courses/run-summary.js';
import { FromRoot } from '../from-root.js';
import { ProblemException } from '../http/problem.js';
import { landingOf } from './landing.js';

/** With more places than these, villages are left to the pages of their townships. */
const mostRegions = 2000;

@Injectable()
export class SessionService {
  constructor(
    @FromRoot('stores') private readonly stores: ApiStores,
    @FromRoot('demo') private readonly demo: ApiDependencies['demo'],
    @FromRoot('clock') private readonly clock: Clock,
    @FromRoot('tenantClock') private readonly clockOf: TenantClock,
  ) {}

  /** @throws ProblemException where account or password is wrong, or the account rests after too many failures. */
  async signIn(
    account: string,
    password: string,
  ): Promise<{ readonly user: User; readonly opened: NewSession }> {
    const result = await this.stores.users.signIn(account, password);
    if (result.outcome === 'wrong')
      throw new ProblemException('wrong-credentials', {
        zh: '账号或密码不正确，请检查后再试。',
        en: 'Account or password is wrong; check both and try again.',
      });
    if (result.outcome === 'locked') throw lockedUntil(result.until, this.clock());
    return { user: result.user, opened: await this.stores.sessions.open(result.user.id) };
  }

  async describe(
    user: Pick<User, 'tenant' | 'account' | 'displayName' | 'roles'>,
    csrfToken: string,
  ): Promise<Session> {
    const [{ now, today }, tenant, allRegions, runs] = await Promise.all([
      this.clockOf.moment(user.tenant),
      this.stores.tenants.get(user.tenant),
      this.stores.regions.list(user.tenant, scopeOf(user.roles)),
      this.stores.catalogue.runs(user.tenant),
    ]);
    const valid = allRegions.filter(({ validTo }) => validTo === null || validTo > today);
    const regions = valid.length > mostRegions ? valid.filter(({ level }) => level !== 'village') : valid;
    return {
      account: user.account,
      name: user.displayName,
      tenant: { id: tenant.id, name: tenant.name, timeZone: tenant.timeZone },
      roles: user.roles.map(({ role, region }) => ({ role, region: region ?? rootOf(regions) })),
      regions,
      runs: runs.map((run) => runSummary(run, today)),
      landing: landingOf(user.roles, regions),
      csrfToken,
      now: now.toISOString(),
      simulated: tenant.simulatedNow !== null || this.demo?.tenant === tenant.id,
    };
  }
}

/** Code by which pages name "the whole tenant": its root, where it has one. */
const rootOf = (regions: readonly Region[]): string =>
  regions.find(({ parent }) => parent === null)?.code ?? '';

function lockedUntil(until: Date, now: Date): ProblemException {
  const seconds = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000));
  const minutes = String(Math.ceil(seconds / 60));
  return new ProblemException(
    'locked-out',
    {
      zh: `失败次数过多，请在 ${minutes} 分钟后再试。`,
      en: `Too many failures; try again in ${minutes} min.`,
    },
    { headers: { 'retry-after': String(seconds) } },
  );
}
