import { Controller, Get, Query } from '@nestjs/common';
import * as z from 'zod';
import { EventPage, eventKindSchema, LearnerPid } from '#libs/contracts';
import { Access, CurrentReader, everyRole } from '../access/access.decorator.js';
import type { Reader } from '../access/caller.js';
import { Answer } from '../http/answer.decorator.js';
import { listOf, optionalDay, optionalText, pageLimit } from '../http/query-schemas.js';
import { EventService } from './event.service.js';

const EvidenceQuery = z.object({
  learner: LearnerPid.optional(),
  run: optionalText,
  region: optionalText,
  kinds: listOf(eventKindSchema),
  activity: optionalText,
  success: z.stringbool({ truthy: ['true'], falsy: ['false'] }).optional(),
  from: optionalDay,
  to: optionalDay,
  limit: pageLimit(200, 50),
  cursor: optionalText,
});

@Controller('v1/events')
export class EventController {
  constructor(private readonly events: EventService) {}

  @Get()
  @Access({ roles: everyRole, scopes: ['risk:read', 'research:read'] })
  @Answer(EventPage, { polled: true })
  page(
    @CurrentReader() reader: Reader,
    @Query({ schema: EvidenceQuery }) query: z.infer<typeof EvidenceQuery>,
  ) {
    return this.events.page(reader, query);
  }
}
