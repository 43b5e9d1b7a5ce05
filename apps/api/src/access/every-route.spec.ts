import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import type { ApiDependencies } from '../api-dependencies.js';
import { createApi } from '../create-api.js';
import { type AccessDeclaration, accessMetadata } from './access.decorator.js';

interface Route {
  readonly handler: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly declaration: AccessDeclaration | undefined;
}

/** Nobody gets as far as to what is missing here. */
const dependencies = {
  config: { mode: 'embedded', publicUrl: undefined, requestTimeoutSeconds: 300, xapiOrigins: [] },
  publicUrl: 'http://127.0.0.1',
  clickhouse: {},
  postgres: {},
  keyring: {},
  stores: {},
  bus: { lag: () => [] },
  readiness: () => Promise.resolve([]),
  metrics: {},
  intake: {},
  memory: null,
  erasure: {},
  importer: {},
  jobs: new Map(),
  clock: () => new Date(),
  tenantClock: {},
  log: pino({ level: 'silent' }),
  system: { version: '0.0.0' },
  controlToken: null,
  demo: null,
  pagesDirectory: '/nowhere',
} as unknown as ApiDependencies;

let app: NestFastifyApplication;
let routes: readonly Route[];

beforeAll(async () => {
  app = await createApi(dependencies);
  routes = routesOf(app);
});

afterAll(() => app.close());

function routesOf(of: NestFastifyApplication): Route[] {
  const scanner = new MetadataScanner();
  return [...of.get(ModulesContainer).values()].flatMap(({ controllers }) =>
    [...controllers.values()].flatMap(({ metatype, instance }) =>
      scanner.getAllMethodNames(Object.getPrototypeOf(instance) as object).flatMap((name): Route[] => {
        const handler = (instance as Record<string, object>)[name];
        if (handler === undefined || metatype === null) return [];
        const read = (key: string, target: object): unknown => Reflect.getMetadata(key, target);
        const own = read(PATH_METADATA, handler) as string | undefined;
        if (own === undefined) return [];
        const base = read(PATH_METADATA, metatype) as string;
        return [
          {
            handler: `${metatype.name}.${name}`,
            method: RequestMethod[read(METHOD_METADATA, handler) as number] as Route['method'],
            path: `/${base}/${own}`.replace(/\/+/g, '/').replace(/(?<=.)\/$/, ''),
            declaration: (read(accessMetadata, handler) ?? read(accessMetadata, metatype)) as
              AccessDeclaration | undefined,
          },
        ];
      }),
    ),
  );
}

describe('every route', () => {
  it('is found', () => {
    const paths = routes.map(({ method, path }) => `${method} ${path}`);
    expect(paths).toEqual(
      expect.arrayContaining(['GET /v1/worklist', 'POST /xapi/statements', 'POST /v1/session']),
    );
    expect(paths.length).toBeGreaterThan(30);
  });

  it('declares who may call it', () => {
    expect(
      routes.filter(({ declaration }) => declaration === undefined).map(({ handler }) => handler),
    ).toEqual([]);
  });

  it('names at least one role, scope or the control token, or says why it is public', () => {
    for (const { handler, declaration } of routes) {
      if (declaration === undefined) continue;
      const callers =
        'public' in declaration
          ? declaration.public.length
          : (declaration.roles?.length ?? 0) +
            (declaration.scopes?.length ?? 0) +
            (declaration.control ? 1 : 0);
      expect([handler, callers > 0]).toEqual([handler, true]);
    }
  });

  it('refuses whoever names nobody, unless it is public', async () => {
    const closed = routes.filter(
      ({ declaration }) => declaration === undefined || !('public' in declaration),
    );
    for (const { method, path, handler } of closed) {
      const url = path.replace(/:\w+/g, 'x').replace(/\*/g, 'x');
      const { statusCode } = await app.inject({ method, url });
      expect([handler, statusCode]).toEqual([handler, 401]);
    }
  });

  it('is public for a reason that was thought about', () => {
    const open = routes.filter(({ declaration }) => declaration !== undefined && 'public' in declaration);
    expect(open.map(({ path }) => path).toSorted()).toEqual([
      '/*',
      '/health/live',
      '/health/ready',
      '/metrics',
      '/v1/session',
      '/v1/session/personas',
      '/xapi/about',
    ]);
  });
});
