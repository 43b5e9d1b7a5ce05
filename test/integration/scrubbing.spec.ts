import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SystemStatus } from '#libs/contracts';
import { adminKey, openApiTown, statement, withKey, type ApiTown } from '../support/api-town.js';

let town: ApiTown;
beforeAll(async () => {
  town = await openApiTown();
}, 60_000);
afterAll(() => town.close());

const story = (phone: string) => `患者王建国,男,58岁,电话${phone},身份证11010519491231002X,血压 150/95`;

function answered(id: string, response: string) {
  const sent = statement('a01', 'answered', 'item-1', '2026-11-20T08:00:00.000Z', { response });
  return { ...sent, id };
}

async function post(...statements: object[]): Promise<number> {
  const answer = await town.app.inject({
    method: 'POST',
    url: '/xapi/statements',
    headers: {
      ...withKey(adminKey),
      'x-experience-api-version': '1.0.3',
      'content-type': 'application/json',
    },
    payload: JSON.stringify(statements),
  });
  return answer.statusCode;
}

async function scrubbed(): Promise<SystemStatus['scrubbed']> {
  await town.platform.bus.settled('statements');
  const answer = await town.app.inject({ url: '/v1/system', headers: withKey(adminKey) });
  return answer.json<SystemStatus>().scrubbed;
}

describe('a case story with a patient in it', () => {
  const id = randomUUID();

  it('is stored without the identifiers, and nobody sees them again', async () => {
    expect(await post(answered(id, story('13800138000')))).toBe(200);
    const back = await town.app.inject({
      url: `/xapi/statements?statementId=${id}`,
      headers: { ...withKey(adminKey), 'x-experience-api-version': '1.0.3' },
    });
    expect(back.json<{ result: { response: string } }>().result.response).toBe(
      '患者[姓名],男,58岁,电话[电话],身份证[身份证号],血压 150/95',
    );
    expect(town.log()).not.toMatch(/13800138000|王建国|19491231/);
  });

  it('is counted by kind for the system page', async () => {
    expect(await scrubbed()).toEqual({
      total: 3,
      byKind: [
        { kind: 'name', count: 1 },
        { kind: 'phone', count: 1 },
        { kind: 'resident-id', count: 1 },
      ],
    });
  });

  it('is the same statement when it comes again as it was, and counted once', async () => {
    const other = randomUUID();
    expect(await post(answered(id, story('13800138000')))).toBe(200);
    expect(await post(answered(id, story('13800138000')), answered(other, 'nothing of the kind'))).toBe(200);
    expect((await scrubbed()).total).toBe(3);
  });

  it('is another where its words differ', async () => {
    expect(await post(answered(id, `${story('13800138000')},复查`))).toBe(409);
  });
});
