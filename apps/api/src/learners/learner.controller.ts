import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import * as z from 'zod';
import {
  ContactCard,
  LearnerHead,
  LearnerMastery,
  LearnerPage,
  LearnerPid,
  LearnerRisk,
  LearnerTimeline,
} from '#libs/contracts';
import { Access, careRoles, CurrentReader } from '../access/access.decorator.js';
import type { Reader } from '../access/caller.js';
import { Answer } from '../http/answer.decorator.js';
import { optionalDay, optionalOf, optionalText, pageLimit } from '../http/query-schemas.js';
import { LearnerListService } from './learner-list.service.js';
import { LearnerService } from './learner.service.js';

const ListQuery = z.object({
  region: optionalText,
  run: optionalText,
  level: optionalOf(z.enum(['contact', 'watch', 'none', 'unknown'])),
  q: optionalText,
  limit: pageLimit(200, 50),
  cursor: optionalText,
});
const RunQuery = z.object({ run: optionalText });
const TimelineQuery = RunQuery.extend({ from: optionalDay, to: optionalDay });

@Controller('v1/learners')
@Access({ roles: careRoles, scopes: ['risk:read'] })
export class LearnerController {
  constructor(
    private readonly lists: LearnerListService,
    private readonly learners: LearnerService,
  ) {}

  @Get()
  @Answer(LearnerPage, { polled: true })
  list(@CurrentReader() reader: Reader, @Query({ schema: ListQuery }) query: z.infer<typeof ListQuery>) {
    return this.lists.page(reader, query);
  }

  @Get(':pid')
  @Answer(LearnerHead, { polled: true })
  head(
    @CurrentReader() reader: Reader,
    @Param('pid', { schema: LearnerPid }) pid: string,
    @Query({ schema: RunQuery }) { run }: z.infer<typeof RunQuery>,
  ) {
    return this.learners.head(reader, pid, run);
  }

  @Get(':pid/risk')
  @Answer(LearnerRisk, { polled: true })
  risk(
    @CurrentReader() reader: Reader,
    @Param('pid', { schema: LearnerPid }) pid: string,
    @Query({ schema: RunQuery }) { run }: z.infer<typeof RunQuery>,
  ) {
    return this.learners.risk(reader, pid, run);
  }

  @Get(':pid/mastery')
  @Answer(LearnerMastery, { polled: true })
  mastery(
    @CurrentReader() reader: Reader,
    @Param('pid', { schema: LearnerPid }) pid: string,
    @Query({ schema: RunQuery }) { run }: z.infer<typeof RunQuery>,
  ) {
    return this.learners.mastery(reader, pid, run);
  }

  @Get(':pid/timeline')
  @Answer(LearnerTimeline, { polled: true })
  timeline(
    @CurrentReader() reader: Reader,
    @Param('pid', { schema: LearnerPid }) pid: string,
    @Query({ schema: TimelineQuery }) query: z.infer<typeof TimelineQuery>,
  ) {
    return this.learners.timeline(reader, pid, query);
  }

  /** Reveals name and number; audited. A write, so that no link can do it. */
  @Post(':pid/contact')
  @HttpCode(200)
  @Access({ roles: careRoles })
  @Answer(ContactCard)
  contact(@CurrentReader() reader: Reader, @Param('pid', { schema: LearnerPid }) pid: string) {
    return this.learners.contact(reader, pid);
  }
}
