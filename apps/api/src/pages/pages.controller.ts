import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PublicAccess } from '../access/access.decorator.js';
import { notFound } from '../http/problem.js';
import { BuiltPages } from './built-pages.js';

/** Addresses that are never a page: what is not found there is an answer for a program. */
const programs = /^\/(v1|xapi|docs|health|metrics|assets)(\/|\?|$)/;
const notBuilt = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>映雪 Snowlight</title>
<p>页面还没有构建。请运行 <code>npm run build</code>,然后刷新。</p>
<p lang="en">The pages are not built yet. Run <code>npm run build</code>, then reload.</p></html>`;

/** Every address of the single-page application is answered with its one document; its files are served as files. */
@Controller()
@ApiExcludeController()
export class PagesController {
  constructor(private readonly pages: BuiltPages) {}

  @Get('*')
  @PublicAccess('the pages hold no data; what they show they ask for, signed in')
  page(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    if (programs.test(request.url)) throw notFound();
    void reply.header('cache-control', 'no-cache');
    if (this.pages.areBuilt) void reply.sendFile('index.html');
    else void reply.status(503).type('text/html; charset=utf-8').send(notBuilt);
  }
}
