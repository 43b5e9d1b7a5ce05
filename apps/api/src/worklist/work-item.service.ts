import { Injectable } from '@nestjs/common';
import type * as z from 'zod';
import type { Assignment, ContactOutcome, WorkItem } from '#libs/contracts';
import type { WorkItemRow } from '#libs/postgres';
import type { PersonCaller, Reader } from '../access/caller.js';
import type { ApiStores } from '../api-stores.js';
import type { TenantClock } from '../api-dependencies.js';
import { FromRoot } from '../from-root.js';
import { type FieldError, notFound, ProblemException } from '../http/problem.js';
import { workItem } from './work-item.js';

/** What a manager does with a row; every change gives the item back as it then is. */
@Injectable()
export class WorkItemService {
  constructor(
    @FromRoot('stores') private readonly stores: ApiStores,
    @FromRoot('tenantClock') private readonly clockOf: TenantClock,
  ) {}

  async assign(reader: Reader, id: string, { account }: z.infer<typeof Assignment>): Promise<WorkItem> {
    const user = account === null ? null : await this.stores.users.find(account);
    if (account !== null && user?.tenant !== reader.tenant)
      throw invalid('account', { zh: '没有这个账号', en: 'there is no such account' });
    return found(await this.stores.workItems.assign(reader.tenant, reader.scope, id, user?.id ?? null));
  }

  async note(reader: Reader<PersonCaller>, id: string, text: string): Promise<WorkItem> {
    const { now } = await this.clockOf.moment(reader.tenant);
    const note = { author: reader.caller.userId, text, at: now };
    return found(await this.stores.workItems.addNote(reader.tenant, reader.scope, id, note));
  }

  async close(
    reader: Reader<PersonCaller>,
    id: string,
    outcome: z.infer<typeof ContactOutcome>,
  ): Promise<WorkItem> {
    const { now, today } = await this.clockOf.moment(reader.tenant);
    if (outcome.followUpOn !== null && outcome.followUpOn <= today)
      throw invalid('followUpOn', { zh: '必须在今天之后', en: 'must be after today' });
    const closed = { by: reader.caller.userId, at: now };
    return found(await this.stores.workItems.close(reader.tenant, reader.scope, id, outcome, closed));
  }

  async reopen(reader: Reader, id: string): Promise<WorkItem> {
    return found(await this.stores.workItems.reopen(reader.tenant, reader.scope, id));
  }

  async dismiss(reader: Reader<PersonCaller>, id: string, reason: string): Promise<WorkItem> {
    const { now } = await this.clockOf.moment(reader.tenant);
    const closed = { by: reader.caller.userId, at: now };
    return found(await this.stores.workItems.dismiss(reader.tenant, reader.scope, id, reason, closed));
  }
}

function found(row: WorkItemRow | null): WorkItem {
  if (row === null) throw notFound();
  return workItem(row);
}

const invalid = (field: string, message: FieldError['message']): ProblemException =>
  new ProblemException(
    'invalid',
    { zh: '请修改列出的字段。', en: 'Mend the fields that are listed.' },
    { errors: [{ path: `body.${field}`, message }] },
  );
