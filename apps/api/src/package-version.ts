import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';

const manifest = createRequire(import.meta.url).resolve('#root/package.json');

/** The folder that Snowlight is installed in: the same from source, from dist and under a test runner. */
export const installation: URL = new URL('.', pathToFileURL(manifest));

/** Version of this installation. */
export function packageVersion(): string {
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(manifest, 'utf8'))).version;
}
