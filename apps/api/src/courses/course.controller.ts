import { Controller, Get, Param, Query } from '@nestjs/common';
import * as z from 'zod';
import { CourseList, CourseOverview } from '#libs/contracts';
import { Access, CurrentReader } from '../access/access.decorator.js';
import type { Reader } from '../access/caller.js';
import { Answer } from '../http/answer.decorator.js';
import { optionalText } from '../http/query-schemas.js';
import { CourseService } from './course.service.js';

const RegionQuery = z.object({ region: optionalText });

@Controller('v1/courses')
@Access({ roles: ['admin', 'manager', 'teacher', 'researcher'], scopes: ['research:read'] })
export class CourseController {
  constructor(private readonly courses: CourseService) {}

  @Get()
  @Answer(CourseList, { polled: true })
  list(
    @CurrentReader() reader: Reader,
    @Query({ schema: RegionQuery }) { region }: z.infer<typeof RegionQuery>,
  ) {
    return this.courses.list(reader, region);
  }

  @Get(':run')
  @Answer(CourseOverview, { polled: true })
  overview(
    @CurrentReader() reader: Reader,
    @Param('run') run: string,
    @Query({ schema: RegionQuery }) { region }: z.infer<typeof RegionQuery>,
  ) {
    return this.courses.overview(reader, run, region);
  }
}
