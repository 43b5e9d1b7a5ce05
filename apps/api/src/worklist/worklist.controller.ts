import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import * as z from 'zod';
import { Assignment, ContactOutcome, Dismissal, NewNote, WorkItem, Worklist } from '#libs/contracts';
import { Access, CurrentPerson, CurrentReader } from '../access/access.decorator.js';
import type { PersonCaller, Reader } from '../access/caller.js';
import { Answer } from '../http/answer.decorator.js';
import { optionalText } from '../http/query-schemas.js';
import { WorkItemService } from './work-item.service.js';
import { WorklistService } from './worklist.service.js';

const WorklistQuery = z.object({ region: optionalText, run: optionalText });
const ItemId = z.uuid();

@Controller('v1/worklist')
@Access({ roles: ['admin', 'manager'] })
export class WorklistController {
  constructor(
    private readonly worklists: WorklistService,
    private readonly items: WorkItemService,
  ) {}

  @Get()
  @Answer(Worklist, { polled: true })
  today(
    @CurrentReader() reader: Reader,
    @Query({ schema: WorklistQuery }) query: z.infer<typeof WorklistQuery>,
  ) {
    return this.worklists.today(reader, query);
  }

  @Put('items/:id/assignment')
  @Answer(WorkItem)
  assign(
    @CurrentReader() reader: Reader,
    @Param('id', { schema: ItemId }) id: string,
    @Body({ schema: Assignment }) body: z.infer<typeof Assignment>,
  ) {
    return this.items.assign(reader, id, body);
  }

  @Post('items/:id/notes')
  @HttpCode(201)
  @Answer(WorkItem, { status: 201 })
  note(
    @CurrentPerson() reader: Reader<PersonCaller>,
    @Param('id', { schema: ItemId }) id: string,
    @Body({ schema: NewNote }) { text }: z.infer<typeof NewNote>,
  ) {
    return this.items.note(reader, id, text);
  }

  @Put('items/:id/outcome')
  @Answer(WorkItem)
  close(
    @CurrentPerson() reader: Reader<PersonCaller>,
    @Param('id', { schema: ItemId }) id: string,
    @Body({ schema: ContactOutcome }) outcome: z.infer<typeof ContactOutcome>,
  ) {
    return this.items.close(reader, id, outcome);
  }

  /** Undo, of an outcome and of "not today" alike. */
  @Delete('items/:id/outcome')
  @Answer(WorkItem)
  reopen(@CurrentReader() reader: Reader, @Param('id', { schema: ItemId }) id: string) {
    return this.items.reopen(reader, id);
  }

  @Post('items/:id/dismissal')
  @HttpCode(200)
  @Answer(WorkItem)
  dismiss(
    @CurrentPerson() reader: Reader<PersonCaller>,
    @Param('id', { schema: ItemId }) id: string,
    @Body({ schema: Dismissal }) { reason }: z.infer<typeof Dismissal>,
  ) {
    return this.items.dismiss(reader, id, reason);
  }
}
