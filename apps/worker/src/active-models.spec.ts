import { expect, it } from '@jest/globals';
import { ActiveModels } from './active-models.js';

/** A store whose active model is changed by another process. */
function storeWith(version: string) {
  const store = {
    version,
    list: () => Promise.resolve([{ version: store.version, status: 'active' as const }]),
    active: () => Promise.resolve({ version: store.version, model: {} }),
  };
  return store;
}

it.each([
  ['before five seconds have passed', 4999, 'first'],
  ['after five seconds', 5000, 'second'],
  ['where the clock was set back an hour meanwhile', -3_600_000, 'second'],
])('the model that is believed to be active: %s', async (_when, passed, believed) => {
  let now = 1e12;
  const store = storeWith('first');
  const models = new ActiveModels<object>(store as never, () => now);
  await models.of('t');
  store.version = 'second';
  now += passed;
  expect((await models.of('t'))?.version).toBe(believed);
});
