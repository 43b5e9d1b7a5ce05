import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { Injectable } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { FromRoot } from '../from-root.js';

/** The files of the dashboards, as Vite has built and compressed them. */
@Injectable()
export class BuiltPages {
  readonly areBuilt: boolean;

  constructor(@FromRoot('pagesDirectory') private readonly directory: string) {
    this.areBuilt = existsSync(join(directory, 'index.html'));
  }

  /** Lists the files now: what is built later is served after the next start. */
  async serve(app: NestFastifyApplication): Promise<void> {
    if (!this.areBuilt) return;
    await app.register(fastifyStatic, {
      root: this.directory,
      wildcard: false,
      index: false,
      preCompressed: true,
      cacheControl: false,
      setHeaders: (response, path) => {
        // names of built assets hold the hash of their content
        const lasting = path.includes('/assets/');
        void response.header('cache-control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
}
