import { Controller, Get, Header, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { PublicAccess } from '../access/access.decorator.js';
import { StoreHealth } from '../system/store-health.service.js';

@Controller('health')
export class HealthController {
  constructor(private readonly stores: StoreHealth) {}

  /** The process runs. */
  @Get('live')
  @Header('cache-control', 'no-store')
  @PublicAccess('asked by whatever starts and stops processes; says yes, and nothing else')
  live(): { readonly status: 'ok' } {
    return { status: 'ok' };
  }

  /** It can serve: 503 while a store is away. */
  @Get('ready')
  @Header('cache-control', 'no-store')
  @PublicAccess('asked by load balancers; names the store that is away, and nothing of its content')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<unknown> {
    const stores = await this.stores.check();
    const ok = stores.every((store) => store.ok);
    if (!ok) void reply.status(503);
    return {
      status: ok ? 'ok' : 'unavailable',
      stores: stores.map((store) => ({ name: store.name, ok: store.ok })),
    };
  }
}
