import { Body, Controller, HttpCode, Post, Req, type StreamableFile } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import { Access, CurrentReader } from '../access/access.decorator.js';
import type { Reader } from '../access/caller.js';
import type { Importer } from '../api-dependencies.js';
import { FromRoot } from '../from-root.js';
import { notFound } from '../http/problem.js';
import { jobLines, jobProblem } from './job-lines.js';

const ImportOrder = z
  .object({
    format: z.string().min(1).max(50),
    /** On the machine of the server. */
    path: z.string().min(1).max(4096),
    /** For the control token; a key imports into its own tenant. */
    tenant: z.string().min(1).optional(),
    dryRun: z.boolean().default(false),
    resume: z.boolean().default(false),
  })
  .meta({ id: 'ImportOrder' });

@Controller('v1/imports')
export class ImportController {
  constructor(@FromRoot('importer') private readonly importer: Importer) {}

  /** JSON lines: progress, and as the last one the report, or `{"problem"}` where there is none. */
  @Post()
  @HttpCode(200)
  @Access({ scopes: ['admin'], control: true })
  start(
    @CurrentReader() { caller, tenant: own }: Reader,
    @Body({ schema: ImportOrder }) { tenant = own, ...order }: z.infer<typeof ImportOrder>,
    @Req() request: FastifyRequest,
  ): StreamableFile {
    if (caller.kind !== 'control' && tenant !== own) throw notFound();
    const wording = {
      progress: (step: object) => step,
      result: (report: object) => report,
      error: jobProblem(request),
    };
    return jobLines(request, wording, (onProgress, signal) =>
      this.importer({ ...order, tenant }, onProgress, signal),
    );
  }
}
