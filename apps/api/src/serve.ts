import { statfs } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import type { Config } from '#libs/config';
import {
  ADMIN_ACCOUNT,
  BootError,
  failBoot,
  Lifetime,
  makeControlToken,
  openPlatform,
  provision,
  serveWorker,
  type DrainStep,
  type Platform,
} from '../../host/src/index.js';
import { roles as everyRole, type Role } from '../../worker/src/start-roles.js';
import type { ImportReport } from '#libs/contracts';
import type { DemoControls, SystemProbe } from './api-dependencies.js';
import { createApi } from './create-api.js';
import { Metrics } from './health/metrics.js';
import { platformJobs } from './jobs/platform-jobs.js';
import { installation, packageVersion } from './package-version.js';

/** What may live beside the server in its process: a demo's province. */
export interface Companion {
  readonly controls: DemoControls;
  readonly begin: () => Promise<void>;
  readonly drain: readonly DrainStep[];
}

export interface ServeOptions<C extends Companion> {
  readonly config: Config;
  /** Names of `api` and of the roles; null = all. */
  readonly roles: readonly string[] | null;
  /** Before the server listens: stores and bus are open, nothing works by the clock yet. */
  readonly prepare: (
    platform: Platform,
    onError: (where: string, error: unknown) => void,
  ) => Promise<C | null>;
  readonly onReady?: (url: string, companion: C | null) => void;
}

/** Runs the server until a signal ends it; a failure to start is one sentence and exit 1. */
export async function serve<C extends Companion>(options: ServeOptions<C>): Promise<void> {
  try {
    await start(options);
  } catch (error) {
    failBoot(error);
  }
}

async function start<C extends Companion>({
  config,
  roles,
  prepare,
  onReady,
}: ServeOptions<C>): Promise<void> {
  const log = pino({ level: config.logLevel }, pino.destination({ dest: 2, sync: false }));
  const wanted = rolesOf(roles, config.mode);
  const fatal = new AbortController();
  const metrics = new Metrics({ version: packageVersion(), mode: config.mode });
  const port = config.port === 0 ? await freePort(config.host) : config.port;
  const url = `http://${config.host}:${port}`;
  const platform = await openPlatform(config, {
    log,
    roles: wanted.roles,
    onFatal: (error) => fatal.abort(error),
    publicUrl: config.publicUrl ?? url,
    observer: metrics,
  });
  metrics.watch({
    ...platform,
    ...(wanted.roles.has('nudging') && { outboxSeconds: () => platform.stores.nudgeLedger.overdueSeconds() }),
  });
  try {
    const password = await provision(platform);
    const onError = (where: string, error: unknown): void => log.error({ where, err: error }, 'tried again');
    const companion = await prepare(platform, onError);
    const server = wanted.api
      ? await listeningApi(platform, { port, metrics, demo: companion?.controls ?? null })
      : await serveWorker({ host: config.host, port }, { ...platform, metrics });
    const closing = { name: 'closing the server', run: () => server.close() };
    const lifetime = new Lifetime([...(companion?.drain ?? []), closing, ...platform.drain]);
    lifetime.watch();
    endWith(fatal.signal, lifetime);
    await platform.directory?.announce(url);
    platform.roles.begin();
    await companion?.begin();
    if (password !== null)
      process.stderr.write(`administrator: ${ADMIN_ACCOUNT} / ${password} (shown this once)\n`);
    process.stdout.write(`snowlight ready ${JSON.stringify({ url, mode: config.mode, pid: process.pid })}\n`);
    onReady?.(url, companion);
  } catch (error) {
    for (const step of platform.drain) await step.run();
    throw error;
  }
}

/** A bus that cannot go on takes the process along, whenever it says so. */
function endWith(fatal: AbortSignal, lifetime: Lifetime): void {
  if (fatal.aborted) lifetime.fail(fatal.reason);
  else fatal.addEventListener('abort', () => lifetime.fail(fatal.reason));
}

const systemOf = ({ dataDir }: Config): SystemProbe => ({
  version: packageVersion(),
  disk: () => diskOf(dataDir),
});

interface Listening {
  readonly port: number;
  readonly metrics: Metrics;
  readonly demo: DemoControls | null;
}

async function listeningApi(
  platform: Platform,
  { port, metrics, demo }: Listening,
): Promise<{ readonly close: () => Promise<void> }> {
  const { config, directory } = platform;
  const jobs = platformJobs(platform);
  const app = await createApi({
    ...platform,
    clock: () => new Date(),
    system: systemOf(config),
    metrics,
    jobs,
    importer: async ({ path, ...order }, progress, signal) =>
      (await jobs.get('import')!.run({ ...order, paths: [path] }, progress, signal)) as ImportReport,
    // commands find the one process of a directory; of several each does its job itself
    controlToken: directory === null ? null : await makeControlToken(config.dataDir),
    demo,
    pagesDirectory: fileURLToPath(new URL('dist/dashboards', installation)),
  });
  // Nest's own listen would log a failure, which is a sentence of ours already
  await app.getHttpAdapter().getInstance().listen({ port, host: config.host });
  return { close: () => app.close() };
}

/** A port that was free a moment ago: the address has to be known before the server listens. */
async function freePort(host: string): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

interface WantedRoles {
  /** It answers requests. */
  readonly api: boolean;
  readonly roles: ReadonlySet<Role>;
}

/**
 * @param names null = all
 * @throws BootError for a name that is no role, and in embedded mode where one is missing that its one process must have
 */
export function rolesOf(names: readonly string[] | null, mode: Config['mode']): WantedRoles {
  if (names === null) return { api: true, roles: new Set(everyRole) };
  const known: readonly string[] = ['api', ...everyRole];
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new BootError(`there is no role ${unknown.join(', ')}: choose from ${known.join(', ')}`);
  for (const needed of mode === 'embedded' ? ['api', 'ingest'] : [])
    if (!names.includes(needed))
      throw new BootError(`in embedded mode the one process has the role ${needed}: add it to --roles`);
  return { api: names.includes('api'), roles: new Set(everyRole.filter((role) => names.includes(role))) };
}

async function diskOf(path: string): Promise<{ usedBytes: number; freeBytes: number }> {
  const { blocks, bavail, bsize } = await statfs(path);
  return { usedBytes: (blocks - bavail) * bsize, freeBytes: bavail * bsize };
}
