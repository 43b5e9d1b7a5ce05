import { open } from 'node:fs/promises';

/** A new name in a folder survives a power cut when the folder is synced. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
