import type { Command } from 'commander';
import { processConfig } from '#libs/config';
import { holdingDataDirectory, migrateStores } from '../../../host/src/index.js';
import { say } from '../output.js';

export function addMigrateCommand(program: Command): void {
  program
    .command('migrate')
    .description('brings the stores to the schema of this version')
    .addHelpText('after', '\nExample:\n  snowlight migrate')
    .action(async () => {
      const config = processConfig();
      const migrate = () => migrateStores(config, (store, name) => say(`${store}: ${name}`));
      const applied = await (config.mode === 'embedded'
        ? holdingDataDirectory(config.dataDir, migrate)
        : migrate());
      say(`the stores have the schema of this version${applied === 0 ? ': nothing was to be done' : ''}`);
    });
}
