import { type Command, InvalidArgumentError } from 'commander';
import { rolesOf, serve } from '../../../api/src/serve.js';
import { BootError } from '../../../host/src/index.js';
import { processConfig } from '#libs/config';
import { prepareDemo } from '../demo/demo.js';
import { say } from '../output.js';
import { wholeNumber } from '../whole-number.js';

interface DemoArguments {
  readonly seed: number;
  readonly learners: number;
  readonly weeks: number;
}

/** Roles that are none are wrong use. */
function roleNames(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  try {
    rolesOf(names, processConfig().mode);
    return names;
  } catch (error) {
    throw error instanceof BootError ? new InvalidArgumentError(`${error.message}.`) : error;
  }
}

export function addServeCommands(program: Command): void {
  program
    .command('up')
    .description('the server without demo data')
    .option('--roles <names>', 'which roles this process has: api,ingest,features,scoring,nudging', roleNames)
    .addHelpText('after', '\nExample:\n  SNOWLIGHT_PORT=8080 snowlight up')
    .action(async ({ roles }: { roles?: readonly string[] }) => {
      await serve({
        config: processConfig(),
        roles: roles ?? null,
        prepare: () => Promise.resolve(null),
      });
    });

  program
    .command('demo')
    .description('the server with a simulated province that goes on living while you watch')
    .option('--seed <n>', 'another province', wholeNumber(0), 42)
    .option('--learners <n>', 'learners of the current runs', wholeNumber(1), 360)
    .option('--weeks <n>', 'weeks of history of the current runs', wholeNumber(1), 8)
    .addHelpText('after', '\nExample:\n  snowlight demo --learners 1000 --seed 7')
    .action(async ({ seed, learners, weeks }: DemoArguments) => {
      const startedAt = Date.now();
      say('Snowlight 映雪: starting');
      await serve({
        config: processConfig(),
        roles: null,
        prepare: (platform, onError) =>
          prepareDemo(platform, {
            seed,
            learners,
            weeks,
            say,
            onError,
          }),
        onReady: (url, demo) => {
          if (demo === null) return;
          const [first] = demo.controls.personas;
          say(`\n  Open     ${url}`);
          if (first)
            say(`  Sign in  ${first.account} / ${first.password}   (or a button per persona on the page)`);
          say(`  xAPI     ${url}/xapi   key ${demo.settings.key}:${demo.settings.secret}`);
          say(
            `  A day passes in ${demo.controls.state().secondsPerDay} s. Ready after ${((Date.now() - startedAt) / 1000).toFixed(1)} s. Ctrl-C ends it.\n`,
          );
        },
      });
    });
}
