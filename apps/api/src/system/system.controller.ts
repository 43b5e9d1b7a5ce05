import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import * as z from 'zod';
import type { ClickHouse } from '#libs/clickhouse';
import { Corrections, DeadLetters, DemoControl, DemoState, SystemStatus } from '#libs/contracts';
import type { EventBus } from '#libs/event-bus';
import { Access, CurrentReader, everyRole } from '../access/access.decorator.js';
import type { Reader } from '../access/caller.js';
import type { ApiDependencies } from '../api-dependencies.js';
import { FromRoot } from '../from-root.js';
import { Answer } from '../http/answer.decorator.js';
import { notFound } from '../http/problem.js';
import { optionalOf, optionalText, pageLimit } from '../http/query-schemas.js';
import { deadLetters, newestCorrections } from './system.query.js';
import { SystemService } from './system.service.js';

/** As long as a letter's reason may be. */
const optionalReason = optionalOf(z.string().max(1000));
const LettersQuery = z.object({ stage: optionalText, reason: optionalReason, limit: pageLimit(200, 20) });
const CorrectionsQuery = z.object({ rule: optionalText, limit: pageLimit(200, 20) });

const upkeep = { roles: ['admin', 'operator'], scopes: ['admin'], control: true } as const;

@Controller('v1/system')
@Access(upkeep)
export class SystemController {
  constructor(
    private readonly system: SystemService,
    @FromRoot('clickhouse') private readonly clickhouse: ClickHouse,
    @FromRoot('bus') private readonly bus: Pick<EventBus, 'settled'>,
    @FromRoot('memory') private readonly memory: ApiDependencies['memory'],
    @FromRoot('demo') private readonly demo: ApiDependencies['demo'],
  ) {}

  @Get()
  @Answer(SystemStatus, { polled: true })
  status(@CurrentReader() reader: Reader) {
    return this.system.status(reader);
  }

  /** Whose they are cannot be told: they could not be read. */
  @Get('dead-letters')
  @Access({ ...upkeep, wholeTenant: true })
  @Answer(DeadLetters, { polled: true })
  async deadLetters(
    @CurrentReader() { tenant }: Reader,
    @Query({ schema: LettersQuery }) { stage = '', reason = '', limit }: z.infer<typeof LettersQuery>,
  ): Promise<DeadLetters> {
    return { rows: await this.clickhouse.query(deadLetters, { tenant, stage, reason, limit }) };
  }

  @Get('corrections')
  @Access({ ...upkeep, wholeTenant: true })
  @Answer(Corrections, { polled: true })
  async corrections(
    @CurrentReader() { tenant }: Reader,
    @Query({ schema: CorrectionsQuery }) { rule = '', limit }: z.infer<typeof CorrectionsQuery>,
  ): Promise<Corrections> {
    // whoever has just sent something looks here for what was put right in it; where others store, nobody waits for them
    if (this.memory !== null) await this.bus.settled('statements');
    return { rows: await this.clickhouse.query(newestCorrections, { tenant, rule, limit }) };
  }

  /** Everybody who is signed in to a demo sees whether its clock stands still; without an ETag, which leaves out the time. */
  @Get('demo')
  @Access({ roles: everyRole, control: true })
  @Answer(DemoState)
  demoState(@CurrentReader() { tenant }: Reader): Promise<DemoState> {
    return this.stateOf(tenant);
  }

  /** In a demo everybody who is signed in may stop the clock to look closely. */
  @Put('demo')
  @Access({ roles: everyRole, control: true })
  @Answer(DemoState)
  async steer(
    @CurrentReader() { tenant }: Reader,
    @Body({ schema: DemoControl }) wanted: DemoControl,
  ): Promise<DemoState> {
    if (this.demo?.tenant !== tenant) throw notFound();
    await this.demo.set(wanted);
    return this.stateOf(tenant);
  }

  private async stateOf(tenant: string): Promise<DemoState> {
    const state = await this.system.demoState(tenant);
    if (state === null) throw notFound();
    return state;
  }
}
