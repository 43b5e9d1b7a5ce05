import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import * as z from 'zod';
import { LearnerPid, NudgeLedger, NudgeOutcome, NudgeRow, nudgeStates } from '#libs/contracts';
import { Access, CurrentReader } from '../access/access.decorator.js';
import type { Reader } from '../access/caller.js';
import { Answer } from '../http/answer.decorator.js';
import { optionalOf, pageLimit } from '../http/query-schemas.js';
import { NudgeService } from './nudge.service.js';

const LedgerQuery = z.object({
  state: optionalOf(z.enum(nudgeStates)),
  learner: optionalOf(LearnerPid),
  limit: pageLimit(200, 50),
  cursor: optionalOf(z.uuid()),
});
const NudgeId = z.uuid();

@Controller('v1/nudges')
export class NudgeController {
  constructor(private readonly nudges: NudgeService) {}

  @Get()
  @Access({ roles: ['admin', 'manager', 'campaigner'], scopes: ['nudges:write'] })
  @Answer(NudgeLedger, { polled: true })
  ledger(
    @CurrentReader() reader: Reader,
    @Query({ schema: LedgerQuery }) query: z.infer<typeof LedgerQuery>,
  ) {
    return this.nudges.ledger(reader, query);
  }

  @Get(':id')
  @Access({ roles: ['admin', 'manager', 'campaigner'], scopes: ['nudges:write'] })
  @Answer(NudgeRow, { polled: true })
  one(@CurrentReader() reader: Reader, @Param('id', { schema: NudgeId }) id: string) {
    return this.nudges.one(reader, id);
  }

  /** What came of a nudge, said by the recommendation service; said twice, it is written once. */
  @Post(':id/outcome')
  @HttpCode(204)
  @Access({ scopes: ['nudges:write'] })
  outcome(
    @CurrentReader() reader: Reader,
    @Param('id', { schema: NudgeId }) id: string,
    @Body({ schema: NudgeOutcome }) outcome: z.infer<typeof NudgeOutcome>,
  ) {
    return this.nudges.recordOutcome(reader, id, outcome);
  }
}
