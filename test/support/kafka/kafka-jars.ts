import { execFile, spawnSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const here = fileURLToPath(new URL('.', import.meta.url));
/** Named for the version in pom.xml: another one is another folder. */
const VERSION = '4.1.0';

const answers = (program: string, argument: string): boolean =>
  spawnSync(program, [argument], { stdio: 'ignore' }).status === 0;

/** Why no broker can be started on this machine; undefined where one can. */
export function whyNoKafka(): string | undefined {
  if (!answers('java', '-version')) return 'java is not installed (17 or newer is needed)';
  if (!answers('mvn', '-version')) return 'mvn is not installed, which brings Apache Kafka';
  return undefined;
}

/** Apache Kafka's jars, copied once from Maven Central (43 MB, some 15 s). */
export async function kafkaJars(): Promise<string> {
  const cache =
    process.env.SNOWLIGHT_KAFKA_CACHE ?? join(here, '../../../node_modules/.cache/snowlight-kafka');
  const jars = join(cache, VERSION);
  if ((await readdir(jars).catch(() => [])).length > 0) return jars;
  await mkdir(dirname(jars), { recursive: true });
  // Made whole beside it and then renamed: two suites may begin at the same time.
  const making = await mkdtemp(join(cache, 'making-'));
  await copyFile(join(here, 'pom.xml'), join(making, 'pom.xml'));
  await promisify(execFile)(
    'mvn',
    ['-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=jars', '-DincludeScope=runtime'],
    { cwd: making, timeout: 300_000 },
  );
  await rename(join(making, 'jars'), jars).catch(async (error: unknown) => {
    if ((await readdir(jars).catch(() => [])).length === 0) throw error;
  });
  await rm(making, { recursive: true, force: true });
  return jars;
}
