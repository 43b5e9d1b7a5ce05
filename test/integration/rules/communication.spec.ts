import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { XapiVersion } from '#libs/xapi';
import { openApiTown, type ApiTown } from '../../support/api-town.js';
import { XapiClient } from '../../support/xapi-client.js';
import { communicationTable } from './communication-table.js';
import { RuleCaller } from './rule-caller.js';

let town: ApiTown;
let client: XapiClient;
beforeAll(async () => {
  town = await openApiTown();
  client = await XapiClient.with(town, '1.0.3', 'xapi:all', 'identity:read');
});
afterAll(() => town.close());

describe.each<XapiVersion>(['1.0.3', '2.0.0'])('rules of the exchange, %s', (version) => {
  const rules = communicationTable.filter(({ only }) => only === undefined || only === version);
  it.each(
    rules.map((rule) => [`${rule.numbers.join(' ')} (2.0: ${rule.section}) ${rule.what}`, rule] as const),
  )('%s', async (_, { ask, status, check }) => {
    const by = new RuleCaller(client.in(version), version);
    const answer = await ask(by);
    expect([answer.status, answer.status === status ? '' : answer.text]).toEqual([status, '']);
    await check?.(answer, by);
  });
});
