import { existsSync } from 'node:fs';
import type { LaunchOptions } from 'playwright-core';

/** Debian's Chromium. */
export const launchOptions = {
  executablePath: '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ],
} as const satisfies Omit<LaunchOptions, 'args'> & { args: readonly string[] };

/** False where there is no browser: tests of pages are skipped then, and say so. */
export function hasBrowser(what: string): boolean {
  const found = existsSync(launchOptions.executablePath);
  if (!found) console.log(`${what}: skipped, no browser at ${launchOptions.executablePath}`);
  return found;
}
