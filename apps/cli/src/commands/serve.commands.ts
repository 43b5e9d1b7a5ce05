import type { Command } from 'commander';
import { serve } from '../../../api/src/serve.js';
import { processConfig } from '#libs/config';
import { prepareDemo } from '../demo/demo.js';
import { say } from '../output.js';

interface DemoArguments {
  readonly seed: string;
  readonly learners: string;
  readonly weeks: string;
}

export function addServeCommands(program: Command): void {
  program
    .command('up')
    .description('the server without demo data')
    .option('--roles <names>', 'which roles this process has: api,ingest,features,scoring,nudging', undefined)
    .addHelpText('after', '\nExample:\n  SNOWLIGHT_PORT=8080 snowlight up')
    .action(async ({ roles }: { roles?: string }) => {
      await serve({
        config: processConfig(),
        roles: roles?.split(',') ?? null,
        prepare: () => Promise.resolve(null),
      });
    });

  program
    .command('demo')
    .description('the server with a simulated province that goes on living while you watch')
    .option('--seed <n>', 'another province', '42')
    .option('--learners <n>', 'learners of the current runs', '360')
    .option('--weeks <n>', 'weeks of history of the current runs', '8')
    .addHelpText('after', '\nExample:\n  snowlight demo --learners 1000 --seed 7')
    .action(async ({ seed, learners, weeks }: DemoArguments) => {
      const startedAt = Date.now();
      say('Snowlight 映雪: starting');
      await serve({
        config: processConfig(),
        roles: null,
        prepare: (platform, onError) =>
          prepareDemo(platform, {
            seed: Number(seed),
            learners: Number(learners),
            weeks: Number(weeks),
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
