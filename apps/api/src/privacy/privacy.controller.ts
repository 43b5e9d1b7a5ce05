import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import * as z from 'zod';
import {
  ErasureList,
  ErasureOrder,
  ErasureReport,
  LearnerPid,
  LinkedPerson,
  PersonLink,
} from '#libs/contracts';
import { Access, CurrentReader } from '../access/access.decorator.js';
import type { Reader } from '../access/caller.js';
import { Answer } from '../http/answer.decorator.js';
import { optionalText, pageLimit } from '../http/query-schemas.js';
import { PrivacyService } from './privacy.service.js';

const ListQuery = z.object({ limit: pageLimit(500, 100), cursor: optionalText });

/**
 * What a person may ask of whoever keeps their data. A person is erased everywhere, whatever part of the region tree an
 * administrator looks after.
 */
@Controller('v1/privacy')
@Access({ roles: ['admin'], scopes: ['admin'], wholeTenant: true })
export class PrivacyController {
  constructor(private readonly privacy: PrivacyService) {}

  /** Repeated, it answers with what the first time found. */
  @Post('erasures')
  @HttpCode(200)
  @Answer(ErasureReport)
  erase(
    @CurrentReader() reader: Reader,
    @Body({ schema: ErasureOrder }) order: z.infer<typeof ErasureOrder>,
  ) {
    return this.privacy.erase(reader, order);
  }

  @Get('erasures')
  @Answer(ErasureList)
  erasures(@CurrentReader() reader: Reader, @Query({ schema: ListQuery }) query: z.infer<typeof ListQuery>) {
    return this.privacy.erasures(reader, query);
  }

  @Post('persons/links')
  @HttpCode(200)
  @Answer(LinkedPerson)
  link(
    @CurrentReader() reader: Reader,
    @Body({ schema: PersonLink }) { persons }: z.infer<typeof PersonLink>,
  ) {
    return this.privacy.link(reader, persons);
  }

  /** The pseudonym stands for itself again. */
  @Delete('persons/links/:pid')
  @HttpCode(204)
  unlink(@CurrentReader() reader: Reader, @Param('pid', { schema: LearnerPid }) pid: string) {
    return this.privacy.unlink(reader, pid);
  }
}
