import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { communicationRules } from './communication-rule.js';
import { voiding, type RuleCaller } from './rule-caller.js';

const put = (by: RuleCaller, statementId: string | undefined, statement: unknown) =>
  by.ask('PUT', 'statements', { statementId }, statement);

/** Sending statements (1.0.3 Communication 2.1.1, 2.1.2, Data 2.4.1, 2.4.6 to 2.4.10; 2.0 4.1.6.1, 4.2.4.2). */
export const writingRows = [
  ...communicationRules('4.1.6.1', [
    [
      '00139 00146 00147',
      'POST of a statement answers with its id',
      async (by) => {
        await by.sent();
        return by.post([by.statement(), by.statement()]);
      },
      200,
      (answer) => expect(answer.json()).toHaveLength(2),
    ],
    [
      '00139 00146 00147',
      'POST takes no statementId',
      (by) => by.ask('POST', 'statements', { statementId: randomUUID() }, by.statement()),
      400,
    ],
    [
      '00143 00144 00145',
      'PUT of a statement under its id has no content to answer with',
      async (by) => {
        const { id, ...statement } = by.statement();
        return put(by, id, statement);
      },
      204,
      ({ text }) => expect(text).toBe(''),
    ],
    ['00143 00144 00145', 'PUT wants statementId', (by) => put(by, undefined, by.statement()), 400],
    [
      '00142',
      'equal content under a known id is taken again',
      async (by) => {
        const statement = await by.sent();
        expect((await by.post(statement)).status).toBe(200);
        return put(by, statement.id, statement);
      },
      204,
    ],
    [
      '00142',
      'other content under a known id changes nothing, by PUT',
      async (by) => {
        const statement = await by.sent();
        return put(by, statement.id, { ...statement, result: { success: true } });
      },
      409,
      async (_, by) => expect(await by.read(by.kept[0]?.id ?? '')).not.toHaveProperty('result'),
    ],
    [
      '00142',
      'nor by POST',
      async (by) => by.post({ ...(await by.sent()), result: { success: true } }),
      409,
      async (_, by) => expect(await by.read(by.kept[0]?.id ?? '')).not.toHaveProperty('result'),
    ],
    [
      '00182 00326',
      'a batch is stored whole',
      (by) => by.post([by.statement(), by.statement()]),
      200,
      async (answer, by) => {
        for (const id of answer.json() as string[]) expect(await by.read(id)).toMatchObject({ id });
      },
    ],
    [
      '00182 00326',
      'a batch with one illegal statement leaves nothing behind',
      (by) => {
        const legal = by.statement();
        by.kept.push(legal);
        return by.post([legal, { ...by.statement(), verb: {} }]);
      },
      400,
      async (_, by) => {
        const { status } = await by.ask('GET', 'statements', { statementId: by.kept[0]?.id });
        expect(status).toBe(404);
      },
    ],
    [
      '',
      'ids of a batch are distinct',
      (by) => by.post([by.statement(), by.statement()]),
      200,
      null,
      '2.0.0',
    ],
    [
      '',
      'one id twice in a batch is refused',
      (by) => {
        const statement = by.statement();
        return by.post([statement, statement]);
      },
      400,
      null,
      '2.0.0',
    ],
    [
      '',
      'a time to come is no reason to refuse',
      (by) => by.post(by.statement({ timestamp: new Date(Date.now() + 60_000).toISOString() })),
      200,
    ],
    ['', 'a time that is none is one', (by) => by.post(by.statement({ timestamp: 'soon' })), 400],
  ]),
  ...communicationRules('4.2.4.2', [
    [
      '00026',
      'a statement without an id gets one',
      (by) => by.post({ ...by.statement(), id: undefined }),
      200,
      (answer) =>
        expect((answer.json() as string[])[0]).toMatch(/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/),
    ],
    ['00026', 'an id that is no UUID is not mended', (by) => by.post({ ...by.statement(), id: 'one' }), 400],
    [
      '00097 00023',
      'stored is taken, and overwritten',
      async (by) => {
        const { id } = await by.sent({ stored: '2013-05-18T05:32:34.804Z' });
        return by.ask('GET', 'statements', { statementId: id });
      },
      200,
      (answer) => expect(answer.json()).not.toHaveProperty('stored', '2013-05-18T05:32:34.804Z'),
    ],
    ['00097 00023', 'stored is a timestamp', (by) => by.post(by.statement({ stored: 'once' })), 400],
    [
      '00099',
      'who sent it is its authority',
      async (by) => by.ask('GET', 'statements', { statementId: (await by.sent()).id }),
      200,
      (answer) =>
        expect(answer.json()).toMatchObject({
          authority: { objectType: 'Agent', account: { name: expect.any(String) as unknown } },
        }),
    ],
    [
      '00099',
      'an authority that is nobody is refused',
      (by) => by.post(by.statement({ authority: {} })),
      400,
    ],
    [
      '',
      'a timestamp that is not there is when it was stored',
      async (by) => by.ask('GET', 'statements', { statementId: (await by.sent()).id }),
      200,
      (answer) => {
        const { timestamp, stored } = answer.json() as Record<string, string>;
        expect(timestamp).toBe(stored);
      },
    ],
  ]),
  ...communicationRules('4.2', [
    [
      '00015',
      'text is UTF-8, as it was sent',
      async (by) =>
        by.ask('GET', 'statements', {
          statementId: (await by.sent({ result: { response: '高血压 🩺' } })).id,
        }),
      200,
      (answer) => expect(answer.json()).toMatchObject({ result: { response: '高血压 🩺' } }),
    ],
    [
      '00015',
      'bytes that are not UTF-8 are refused',
      (by) => {
        const text = Buffer.from(JSON.stringify(by.statement({ result: { response: '~' } })));
        text[text.lastIndexOf('~')] = 0xff;
        return by.post(text);
      },
      400,
    ],
    [
      '00002',
      'numbers keep their digits',
      async (by) =>
        by.ask('GET', 'statements', {
          statementId: (await by.sent({ result: { score: { raw: 1.234567890123, scaled: 0.1234567 } } })).id,
        }),
      200,
      (answer) =>
        expect(answer.json()).toMatchObject({
          result: { score: { raw: 1.234567890123, scaled: 0.1234567 } },
        }),
    ],
    [
      '00002',
      'digits in a text are no number',
      (by) => by.post(by.statement({ result: { score: { raw: '1.5' } } })),
      400,
    ],
    [
      '00014',
      'what is cut off is no JSON',
      (by) => by.post(JSON.stringify(by.statement()).slice(0, -1)),
      400,
    ],
  ]),
  ...communicationRules('4.2.2.5', [
    [
      '00096',
      'context activities come back as arrays',
      async (by) =>
        by.ask('GET', 'statements', {
          statementId: (await by.sent({ context: { contextActivities: { parent: { id: by.activityId } } } }))
            .id,
        }),
      200,
      (answer) => {
        const { context } = answer.json() as { context: { contextActivities: { parent: unknown } } };
        expect(context.contextActivities.parent).toHaveLength(1);
      },
    ],
    [
      '00096',
      'context activities of another type are refused',
      (by) => by.post(by.statement({ context: { contextActivities: { parent: by.activityId } } })),
      400,
    ],
  ]),
  ...communicationRules('4.2.7', [
    [
      '00122',
      'milliseconds are kept',
      async (by) =>
        by.ask('GET', 'statements', {
          statementId: (await by.sent({ timestamp: '2026-03-02T08:15:30.123Z' })).id,
        }),
      200,
      (answer) =>
        expect(answer.json()).toMatchObject({ timestamp: expect.stringContaining('.123') as unknown }),
    ],
    [
      '00122',
      'a second beyond the minute is refused',
      (by) => by.post(by.statement({ timestamp: '2026-03-02T08:15:61.123Z' })),
      400,
    ],
    [
      '',
      'durations are equal to a hundredth of a second',
      async (by) => {
        const statement = await by.sent({ result: { duration: 'PT1.234S' } });
        return by.post({ ...statement, result: { duration: 'PT1.2345S' } });
      },
      200,
    ],
    [
      '',
      'and differ beyond',
      async (by) => {
        const statement = await by.sent({ result: { duration: 'PT1.23S' } });
        return by.post({ ...statement, result: { duration: 'PT1.25S' } });
      },
      409,
    ],
  ]),
  ...communicationRules('4.2.4.3', [
    [
      '00330 00332',
      'the version of a statement stays as it was sent',
      async (by) => by.ask('GET', 'statements', { statementId: (await by.sent({ version: '1.0.0' })).id }),
      200,
      (answer) => expect(answer.json()).toMatchObject({ version: '1.0.0' }),
    ],
    [
      '00330 00332',
      'a version before 1.0 is not raised',
      (by) => by.post(by.statement({ version: '0.95' })),
      400,
    ],
  ]),
  ...communicationRules('4.2.5', [
    [
      '00018 00155 00157 00163',
      'a voided statement is read as that',
      async (by) => by.ask('GET', 'statements', { voidedStatementId: (await by.voided()).id }),
      200,
    ],
    [
      '00018 00155 00163',
      'and no more as a statement',
      async (by) => by.ask('GET', 'statements', { statementId: (await by.voided()).id }),
      404,
    ],
    [
      '00157 00163',
      'one that nobody voided is not read as voided',
      async (by) => by.ask('GET', 'statements', { voidedStatementId: (await by.sent()).id }),
      404,
    ],
    [
      '00016',
      'what voids stays, whoever tries to void it',
      async (by) => {
        await by.voided();
        const [, first] = by.kept;
        await by.sent(voiding(first?.id ?? ''));
        return by.ask('GET', 'statements', { statementId: first?.id });
      },
      200,
    ],
    [
      '00016',
      'and is not to be had as voided',
      async (by) => {
        await by.voided();
        const [, first] = by.kept;
        await by.sent(voiding(first?.id ?? ''));
        return by.ask('GET', 'statements', { voidedStatementId: first?.id });
      },
      404,
    ],
    [
      '00017 00020',
      'an activity cannot be voided',
      (by) => by.post(by.statement({ ...voiding(randomUUID()), object: { id: by.activityId } })),
      400,
    ],
  ]),
];
