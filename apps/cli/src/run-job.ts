import { pino } from 'pino';
import type { Config } from '#libs/config';
import { BootError, holderOf, openPlatform, provision, readControlToken } from '../../host/src/index.js';
import { allJobs, JobError } from '../../jobs/src/index.js';
import type { Role } from '../../worker/src/start-roles.js';

/**
 * Does a job: in the server that holds the data directory, where one runs, else in this process with the stores opened
 * for as long as it takes.
 */
export async function runJob(
  config: Config,
  name: string,
  args: object,
  onProgress: (step: object) => void,
): Promise<object> {
  // several processes share nothing but the stores and the bus: there is none to ask
  const holder = config.mode === 'distributed' ? undefined : await holderOf(config.dataDir);
  if (holder === undefined) return runHere(config, name, args, onProgress);
  if (holder.url === null)
    throw new BootError(
      `process ${holder.pid} is just starting on ${config.dataDir}: try again in a few seconds`,
    );
  return runThere(holder.url, await readControlToken(config.dataDir), name, args, onProgress);
}

async function runHere(
  config: Config,
  name: string,
  args: object,
  onProgress: (step: object) => void,
): Promise<object> {
  const job = allJobs.get(name);
  if (job === undefined) throw new Error(`there is no job ${name}`);
  const log = pino({ level: 'error' }, pino.destination(2));
  // in distributed mode the workers do what a job brings in
  const roles = new Set<Role>(config.mode === 'distributed' ? [] : ['ingest', 'features']);
  const platform = await openPlatform(config, { log, roles });
  const aborted = new AbortController();
  const abort = (): void => aborted.abort();
  process.once('SIGINT', abort).once('SIGTERM', abort);
  try {
    await provision(platform);
    platform.roles.begin();
    return await job.run(platform, args, onProgress, aborted.signal);
  } finally {
    for (const step of platform.drain) await step.run();
  }
}

/** Lines of JSON come back: `{"progress"}` any number of times, then `{"result"}` or `{"error"}`. */
async function runThere(
  url: string,
  token: string,
  name: string,
  args: object,
  onProgress: (step: object) => void,
): Promise<object> {
  const response = await fetch(`${url}/v1/control/jobs/${name}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(args),
  });
  if (!response.ok || response.body === null)
    throw new JobError(
      `the server at ${url} answered ${response.status}: ${(await response.text()).slice(0, 500)}`,
    );
  for await (const line of linesOf(response.body)) {
    const said = JSON.parse(line) as { progress?: object; result?: object; error?: string };
    if (said.progress) onProgress(said.progress);
    if (said.error !== undefined) throw new JobError(said.error);
    if (said.result) return said.result;
  }
  throw new JobError(`the server at ${url} ended before the job was done`);
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines.filter((line) => line !== '');
  }
}
