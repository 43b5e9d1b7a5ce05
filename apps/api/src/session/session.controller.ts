import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type * as z from 'zod';
import { Personas, Session, SignIn } from '#libs/contracts';
import { Access, CurrentPerson, everyRole, PublicAccess } from '../access/access.decorator.js';
import type { PersonCaller, Reader } from '../access/caller.js';
import { SessionCookie } from '../access/session-cookie.js';
import type { ApiDependencies } from '../api-dependencies.js';
import type { ApiStores } from '../api-stores.js';
import { FromRoot } from '../from-root.js';
import { Answer } from '../http/answer.decorator.js';
import { SessionService } from './session.service.js';

@Controller('v1/session')
export class SessionController {
  constructor(
    private readonly sessions: SessionService,
    private readonly cookie: SessionCookie,
    @FromRoot('stores') private readonly stores: ApiStores,
    @FromRoot('demo') private readonly demo: ApiDependencies['demo'],
  ) {}

  @Post()
  @HttpCode(200)
  @PublicAccess('signing in')
  @RouteConfig({ rateLimit: { max: 20, timeWindow: 60_000 } })
  @Answer(Session)
  async signIn(
    @Body({ schema: SignIn }) { account, password }: z.infer<typeof SignIn>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Session> {
    const { user, opened } = await this.sessions.signIn(account, password);
    this.cookie.write(reply, opened);
    return this.sessions.describe(user, opened.csrf);
  }

  @Get()
  @Access({ roles: everyRole })
  @Answer(Session)
  current(@CurrentPerson() { caller }: Reader<PersonCaller>): Promise<Session> {
    const { tenant, account, name, grants, csrfToken } = caller;
    return this.sessions.describe({ tenant, account, displayName: name, roles: grants }, csrfToken);
  }

  @Delete()
  @HttpCode(204)
  @Access({ roles: everyRole })
  async signOut(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const token = this.cookie.read(request);
    if (token !== undefined) await this.stores.sessions.close(token);
    this.cookie.clear(reply);
  }

  @Get('personas')
  @PublicAccess('buttons of a demo; empty elsewhere')
  @Answer(Personas)
  personas(): Personas {
    return { personas: this.demo?.personas.map((persona) => ({ ...persona })) ?? [] };
  }
}
