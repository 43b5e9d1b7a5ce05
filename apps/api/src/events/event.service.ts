import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import * as z from 'zod';
import type { ClickHouse } from '#libs/clickhouse';
import type { EventKind, EventPage } from '#libs/contracts';
import type { Run } from '#libs/postgres';
import type { Reader } from '../access/caller.js';
import { careScope, ReachService } from '../access/reach.service.js';
import { scopeParameters } from '../access/scope-parameters.js';
import type { ApiStores } from '../api-stores.js';
import { FromRoot } from '../from-root.js';
import { readCursor, writeCursor } from '../http/cursor.js';
import { eventResult } from './event-result.js';
import { eventRule } from './event-rule.js';
import { eventDays, eventPage, type EventQuestion, eventTotals } from './events.query.js';

export interface EvidenceQuestion {
  readonly learner?: string | undefined;
  readonly run?: string | undefined;
  readonly region?: string | undefined;
  readonly kinds: readonly EventKind[];
  readonly activity?: string | undefined;
  readonly success?: boolean | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

const Place = z.tuple([z.iso.datetime(), z.uuid()]);
/** Before everything that can happen, newest first. */
const start = ['2299-12-31T00:00:00.000Z', 'ffffffff-ffff-ffff-ffff-ffffffffffff'] as const;
const firstDay = '1900-01-01';
const lastDay = '2299-12-31';

/** What a number was counted from. */
@Injectable()
export class EventService {
  constructor(
    @FromRoot('clickhouse') private readonly clickhouse: ClickHouse,
    @FromRoot('stores') private readonly stores: ApiStores,
    private readonly reach: ReachService,
  ) {}

  async page(reader: Reader, question: EvidenceQuestion): Promise<EventPage> {
    const { tenant } = reader;
    const [scope, run] = await Promise.all([
      this.reach.scope(reader, question.region),
      question.run === undefined ? undefined : this.reach.run(tenant, question.run),
      question.learner === undefined ? undefined : this.reach.learner(reader, question.learner),
    ]);
    const asked: EventQuestion = {
      ...scopeParameters(tenant, scope),
      learner: question.learner ?? '',
      run: run?.iri ?? '',
      kinds: [...question.kinds],
      activities: await this.activities(tenant, run, question.activity),
      success: question.success === undefined ? '' : question.success ? 'true' : 'false',
      from: question.from ?? firstDay,
      to: question.to ?? lastDay,
    };
    const [[totals], shown] = await Promise.all([
      this.clickhouse.query(eventTotals, asked),
      (await this.showsEvents(reader, question)) ? this.rows(tenant, asked, question) : this.days(asked),
    ]);
    const counted = totals ?? { events: 0, learners: 0, days: 0 };
    return { total: counted.events, rule: eventRule(question.kinds, counted), ...shown };
  }

  /**
   * Single events show what one person did: they are for those who look after the learners in question, and for
   * machines that may see risk. A second, wider role (research) does not widen that.
   */
  private async showsEvents(reader: Reader, { learner, region }: EvidenceQuestion): Promise<boolean> {
    const { caller, tenant } = reader;
    if (caller.kind !== 'person') return caller.kind === 'key' && caller.scopes.includes('risk:read');
    const care = careScope(caller);
    if (isDeepStrictEqual(care, reader.scope)) return true;
    if (learner !== undefined) return (await this.stores.learners.find(tenant, care, learner)) !== null;
    return region !== undefined && (await this.stores.regions.find(tenant, care, region)) !== null;
  }

  private async rows(
    tenant: string,
    asked: EventQuestion,
    { limit, cursor }: EvidenceQuestion,
  ): Promise<Pick<EventPage, 'rows' | 'nextCursor' | 'days'>> {
    const [beforeTime, beforeId] = cursor === undefined ? start : readCursor(cursor, Place);
    const read = await this.clickhouse.query(eventPage, { ...asked, beforeTime, beforeId, limit: limit + 1 });
    const shown = read.slice(0, limit);
    const last = shown.at(-1);
    const names = await this.names(tenant, shown);
    return {
      rows: shown.map((row) => ({
        id: row.id,
        learner: row.learner_pid,
        happened: row.timestamp,
        arrived: row.stored,
        late: row.late,
        kind: row.kind,
        action: row.action,
        activity: row.activity,
        activityName: names.get(`${row.run} ${row.activity}`) ?? null,
        result: eventResult(row),
        source: row.source,
      })),
      nextCursor: read.length > limit && last !== undefined ? writeCursor([last.timestamp, last.id]) : null,
      days: null,
    };
  }

  private async days(asked: EventQuestion): Promise<Pick<EventPage, 'rows' | 'nextCursor' | 'days'>> {
    const days = await this.clickhouse.query(eventDays, asked);
    return { rows: [], nextCursor: null, days: days.toReversed() };
  }

  /** A module or skill stands for its activities; anything else is an activity itself. */
  private async activities(
    tenant: string,
    run: Run | undefined,
    asked: string | undefined,
  ): Promise<string[]> {
    if (asked === undefined) return [];
    if (run === undefined) return [asked];
    const all = await this.stores.catalogue.activities(tenant, run.iri);
    const inside = all.filter(({ module, skills }) => module === asked || skills.includes(asked));
    return inside.length === 0 ? [asked] : inside.map(({ iri }) => iri);
  }

  private async names(tenant: string, rows: readonly { readonly run: string; readonly activity: string }[]) {
    const iris = new Map<string, Set<string>>();
    for (const { run, activity } of rows) iris.set(run, (iris.get(run) ?? new Set()).add(activity));
    const named = await Promise.all(
      [...iris].map(async ([run, activities]) => {
        const known = await this.stores.catalogue.activities(tenant, run, [...activities]);
        return known.map(({ iri, name }) => [`${run} ${iri}`, name] as const);
      }),
    );
    return new Map(named.flat());
  }
}
