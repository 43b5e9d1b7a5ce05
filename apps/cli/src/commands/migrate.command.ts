import type { Command } from 'commander';
import { pino } from 'pino';
import { processConfig } from '#libs/config';
import { openPlatform } from '../../../host/src/index.js';
import { say } from '../output.js';

export function addMigrateCommand(program: Command): void {
  program
    .command('migrate')
    .description('brings the stores to the schema of this version')
    .addHelpText('after', '\nExample:\n  snowlight migrate')
    .action(async () => {
      const log = pino({ level: 'error' }, pino.destination(2));
      const platform = await openPlatform(processConfig(), { log, roles: new Set() });
      for (const step of platform.drain) await step.run();
      say('the stores have the schema of this version');
    });
}
