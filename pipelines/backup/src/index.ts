export { BackupError, sayingWhy } from './backup-error.js';
export { nowAndThen, type BackupStep } from './backup-step.js';
export { type Manifest, readManifest } from './manifest.js';
export { readLines } from './packed-lines.js';
export { checkedBackup, restoreBackup } from './restore-backup.js';
export { takeBackup } from './take-backup.js';
export { endRestore } from './write-people.js';
