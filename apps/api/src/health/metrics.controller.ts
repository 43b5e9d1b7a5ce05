import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { PublicAccess } from '../access/access.decorator.js';
import type { Metrics } from './metrics.js';
import { FromRoot } from '../from-root.js';

@Controller('metrics')
export class MetricsController {
  constructor(@FromRoot('metrics') private readonly metrics: Metrics) {}

  @Get()
  @PublicAccess('scraped by Prometheus; counts of the process, no tenant and no person in any label')
  async read(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    void reply.type(this.metrics.contentType);
    return this.metrics.text();
  }
}
