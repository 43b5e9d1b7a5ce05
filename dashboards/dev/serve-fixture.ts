import { fileURLToPath } from 'node:url';
import { startFixtureServer, type Scenario } from './fixture-server.js';

/**
 * `npx vite build dashboards && node --conditions=snowlight-src --import @swc-node/register/esm-register
 * dashboards/dev/serve-fixture.ts [empty|failing]`, then http://127.0.0.1:4170 with password `fixture`.
 */
const [asked] = process.argv.slice(2);
const scenario =
  (['empty', 'failing'] as const).find((each) => each === asked) ?? ('full' satisfies Scenario);
const server = await startFixtureServer({
  pages: fileURLToPath(new URL('../../dist/dashboards', import.meta.url)),
  port: 4170,
  scenario,
});
console.log(`fixture answers (${scenario}) at ${server.url}`);
