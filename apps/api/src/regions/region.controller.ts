import { Controller, Get, Param, Query } from '@nestjs/common';
import * as z from 'zod';
import { RegionOverview } from '#libs/contracts';
import { Access, CurrentReader } from '../access/access.decorator.js';
import type { Reader } from '../access/caller.js';
import { Answer } from '../http/answer.decorator.js';
import { optionalText } from '../http/query-schemas.js';
import { RegionService } from './region.service.js';

const OverviewQuery = z.object({ run: optionalText });

@Controller('v1/regions')
export class RegionController {
  constructor(private readonly regions: RegionService) {}

  @Get(':code')
  @Access({ roles: ['admin', 'manager', 'teacher', 'researcher'], scopes: ['research:read'] })
  @Answer(RegionOverview, { polled: true })
  overview(
    @CurrentReader() reader: Reader,
    @Param('code') code: string,
    @Query({ schema: OverviewQuery }) { run }: z.infer<typeof OverviewQuery>,
  ) {
    return this.regions.overview(reader, code, run);
  }
}
