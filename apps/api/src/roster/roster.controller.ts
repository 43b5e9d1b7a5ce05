import { Body, Controller, HttpCode, Post, Query } from '@nestjs/common';
import * as z from 'zod';
import { type LearnerAccount, Roster } from '#libs/contracts';
import { type Keyring, pseudonym } from '#libs/privacy';
import { identifierOf } from '#libs/xapi';
import { Access, CurrentReader } from '../access/access.decorator.js';
import { AuditTrail } from '../access/audit-trail.service.js';
import type { Reader } from '../access/caller.js';
import type { ApiStores } from '../api-stores.js';
import { FromRoot } from '../from-root.js';
import { Answer } from '../http/answer.decorator.js';

const Options = z.object({
  /** Says what would be left out, and writes nothing. */
  dryRun: z.stringbool({ truthy: ['true'], falsy: ['false'] }).default(false),
});

const Report = z
  .object({
    counts: z.record(z.string(), z.object({ read: z.int(), accepted: z.int() })),
    /** Rows that were left out; `index` is the row's place in its part, from 0. */
    problems: z.array(z.object({ part: z.string(), index: z.int(), field: z.string(), message: z.string() })),
  })
  .meta({ id: 'RosterReport' });

/** People, places and courses, as a registrar or an importer sends them; sent twice, nothing changes. */
@Controller('v1/roster')
export class RosterController {
  constructor(
    @FromRoot('stores') private readonly stores: ApiStores,
    @FromRoot('keyring') private readonly keyring: Keyring,
    private readonly audit: AuditTrail,
  ) {}

  @Post()
  @HttpCode(200)
  @Access({ scopes: ['admin'], control: true })
  @Answer(Report)
  async put(
    @CurrentReader() reader: Reader,
    @Body({ schema: Roster }) roster: z.infer<typeof Roster>,
    @Query({ schema: Options }) { dryRun }: z.infer<typeof Options>,
  ) {
    const { tenant } = reader;
    const keys = this.keyring.tenant(tenant);
    const pidOf = (account: LearnerAccount): string => pseudonym(keys, identified(account));
    if (dryRun) return this.stores.roster.check(tenant, roster, pidOf);
    const report = await this.stores.roster.apply(tenant, roster, pidOf);
    await this.audit.record(reader, 'roster.applied', null, { counts: report.counts });
    return report;
  }
}

function identified(account: LearnerAccount): string {
  const identifier = identifierOf({ objectType: 'Agent', account });
  if (identifier === undefined) throw new Error('an account identifies its agent');
  return identifier;
}
