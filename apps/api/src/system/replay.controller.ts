import { Body, Controller, HttpCode, Post, Req, type StreamableFile } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type * as z from 'zod';
import { ReplayOrder } from '#libs/contracts';
import { Access, CurrentReader } from '../access/access.decorator.js';
import { AuditTrail } from '../access/audit-trail.service.js';
import type { Reader } from '../access/caller.js';
import type { ApiDependencies } from '../api-dependencies.js';
import { FromRoot } from '../from-root.js';
import { jobLines, jobProblem } from '../jobs/job-lines.js';

const wording = {
  progress: (progress: object) => ({ progress }),
  result: (result: object) => ({ result }),
};

/** Dead letters once more, after what was wrong has been mended; each at most once. */
@Controller('v1/system/dead-letters')
export class ReplayController {
  constructor(
    @FromRoot('jobs') private readonly jobs: ApiDependencies['jobs'],
    private readonly audit: AuditTrail,
  ) {}

  /** JSON lines: see `ReplayLine`. Whoever goes away stops it: what was replayed by then is. */
  @Post('replay')
  @HttpCode(200)
  @Access({ roles: ['admin', 'operator'], scopes: ['admin'], control: true, wholeTenant: true })
  async replay(
    @CurrentReader() reader: Reader,
    @Body({ schema: ReplayOrder }) order: z.infer<typeof ReplayOrder>,
    @Req() request: FastifyRequest,
  ): Promise<StreamableFile> {
    const job = this.jobs.get('replay.letters');
    if (job === undefined) throw new Error('there is no job that replays letters');
    // before it begins, and without the reason: it may quote a letter
    const { stage = '', ids = [], reason, dryRun } = order;
    const details = { stage, byReason: reason !== undefined, ids: ids.length };
    if (!dryRun) await this.audit.record(reader, 'letters.replayed', null, details);
    return jobLines(request, { ...wording, error: jobProblem(request) }, (onProgress, signal) =>
      job.run({ ...order, tenant: reader.tenant }, onProgress, signal),
    );
  }
}
