import { Body, Controller, HttpCode, Param, Post, Req, type StreamableFile } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import { Access } from '../access/access.decorator.js';
import type { ApiDependencies } from '../api-dependencies.js';
import { FromRoot } from '../from-root.js';
import { notFound } from '../http/problem.js';
import { jobLines } from './job-lines.js';

const Arguments = z.record(z.string(), z.unknown());
const wording = {
  progress: (progress: object) => ({ progress }),
  result: (result: object) => ({ result }),
  error: (error: string) => ({ error }),
};

/** The door of the command line on this machine: jobs that need the stores which this process holds. */
@Controller('v1/control')
export class ControlController {
  constructor(@FromRoot('jobs') private readonly jobs: ApiDependencies['jobs']) {}

  /** JSON lines: `{"progress"}` any number of times, then `{"result"}` or `{"error"}`. */
  @Post('jobs/:name')
  @HttpCode(200)
  @Access({ control: true })
  run(
    @Param('name') name: string,
    @Body({ schema: Arguments }) args: z.infer<typeof Arguments>,
    @Req() request: FastifyRequest,
  ): StreamableFile {
    const job = this.jobs.get(name);
    if (job === undefined) throw notFound();
    return jobLines(request, wording, (onProgress, signal) => job.run(args, onProgress, signal));
  }
}
