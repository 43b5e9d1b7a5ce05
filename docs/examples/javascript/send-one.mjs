// Sends one statement and reads it back. Scopes xapi:write and xapi:read.
//   node send-one.mjs http://127.0.0.1:3000 KEY:SECRET      (or SNOWLIGHT_URL and SNOWLIGHT_KEY)
import { randomUUID } from 'node:crypto';
import { ask, refused } from './snowlight.mjs';

// made here: sent again after a lost answer, it is the same statement
const id = randomUUID();
const answer = await ask('PUT', `/xapi/statements?statementId=${id}`, {
  actor: { account: { homePage: 'https://lms.example.org', name: 'javascript-one' } },
  verb: { id: 'http://adlnet.gov/expapi/verbs/answered', display: { en: 'answered' } },
  object: { id: 'https://lms.example.org/runs/htn-2026-09/q1' },
  result: { success: true, duration: 'PT21S' },
  context: {
    extensions: { 'https://w3id.org/snowlight/extensions/run': 'https://lms.example.org/runs/htn-2026-09' },
  },
  timestamp: '2026-11-23T20:15:00+08:00',
});
if (answer.status !== 204) await refused(answer);
console.log(`stored ${id}`);

console.log(await (await ask('GET', `/xapi/statements?statementId=${id}`)).text());
