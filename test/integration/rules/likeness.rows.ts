import { communicationRules, type CommunicationRow } from './communication-rule.js';
import type { Json } from './rule-caller.js';

/** What makes another statement of one under the same id, and what does not (1.0.3 Data 2.3.1). */
const likenesses: readonly (readonly [what: string, sent: Json, again: Json, status: number])[] = [
  [
    'the timestamp in another zone',
    { timestamp: '2026-03-02T08:15:30.123+08:00' },
    { timestamp: '2026-03-02T00:15:30.123Z' },
    200,
  ],
  [
    'another instant',
    { timestamp: '2026-03-02T08:15:30.123+08:00' },
    { timestamp: '2026-03-02T08:15:30.124+08:00' },
    409,
  ],
  [
    'the verb in other words',
    { verb: { id: 'http://example.org/verbs/tried', display: { en: 'tried' } } },
    { verb: { id: 'http://example.org/verbs/tried', display: { en: 'has tried' } } },
    200,
  ],
  [
    'another verb',
    { verb: { id: 'http://example.org/verbs/tried' } },
    { verb: { id: 'http://example.org/verbs/failed' } },
    409,
  ],
  [
    'the activity in other words',
    { object: { id: 'http://example.org/page', definition: { name: { en: 'A page' } } } },
    { object: { id: 'http://example.org/page', definition: { name: { en: 'The page' } } } },
    200,
  ],
  [
    'another activity',
    { object: { id: 'http://example.org/page' } },
    { object: { id: 'http://example.org/other' } },
    409,
  ],
  [
    'the members of a group in another order',
    {
      actor: {
        objectType: 'Group',
        member: [{ mbox: 'mailto:a@example.org' }, { mbox: 'mailto:b@example.org' }],
      },
    },
    {
      actor: {
        objectType: 'Group',
        member: [{ mbox: 'mailto:b@example.org' }, { mbox: 'mailto:a@example.org' }],
      },
    },
    200,
  ],
  [
    'one member less',
    {
      actor: {
        objectType: 'Group',
        member: [{ mbox: 'mailto:a@example.org' }, { mbox: 'mailto:b@example.org' }],
      },
    },
    { actor: { objectType: 'Group', member: [{ mbox: 'mailto:a@example.org' }] } },
    409,
  ],
  ['another answer', { result: { response: 'a' } }, { result: { response: 'b' } }, 409],
];

/** Statements are immutable: what is sent again under an id is held against what is there. */
export const likenessRows = communicationRules(
  '4.1.6.1',
  likenesses.map(([what, sent, again, status]): CommunicationRow => [
    status === 409 ? '00142' : '',
    `a statement sent again with ${what}`,
    async (by) => by.post({ ...(await by.sent(sent)), ...again }),
    status,
  ]),
);
