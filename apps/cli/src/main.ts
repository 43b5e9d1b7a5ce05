import { Command, CommanderError } from 'commander';
import { packageVersion } from '../../api/src/package-version.js';
import { bootSentence } from '../../host/src/index.js';
import { JobError } from '../../jobs/src/index.js';
import { addAccessCommands } from './commands/access.commands.js';
import { addBackupCommands } from './commands/backup.commands.js';
import { addBenchCommand } from './commands/bench.command.js';
import { addEraseCommand } from './commands/erase.command.js';
import { addReplayCommand } from './commands/replay.command.js';
import { addGbdtCommands } from './commands/gbdt.commands.js';
import { addImportCommand } from './commands/import.command.js';
import { addMigrateCommand } from './commands/migrate.command.js';
import { addModelCommands } from './commands/model.commands.js';
import { addServeCommands } from './commands/serve.commands.js';
import { addSimulateCommand } from './commands/simulate.command.js';
import { addTenantCommands } from './commands/tenant.commands.js';

const program = new Command('snowlight')
  .description(
    'Learning analytics and dropout risk: xAPI in, calibrated risk and mastery out, nudges with measured outcomes',
  )
  .version(packageVersion())
  .exitOverride()
  .configureHelp({ showGlobalOptions: true });

addServeCommands(program);
addMigrateCommand(program);
addImportCommand(program);
addSimulateCommand(program);
addTenantCommands(program);
addAccessCommands(program);
addEraseCommand(program);
addBackupCommands(program);
addReplayCommand(program);
addModelCommands(program);
addGbdtCommands(program);
addBenchCommand(program);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

/** 0 done, 1 failed, 2 wrong use. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const sentence = error instanceof JobError ? error.message : bootSentence(error);
  process.stderr.write(
    `snowlight: ${sentence ?? (error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`,
  );
  return 1;
}
