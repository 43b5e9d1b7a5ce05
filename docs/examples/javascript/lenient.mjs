// Sends a statement that is not legal. A strict tenant refuses it with the rule, a lenient one corrects it and says how.
// Scopes xapi:write, xapi:read, and admin for the corrections.
//   node lenient.mjs http://127.0.0.1:3000 KEY:SECRET      (or SNOWLIGHT_URL and SNOWLIGHT_KEY)
import { randomUUID } from 'node:crypto';
import { ask } from './snowlight.mjs';

const id = randomUUID();
const statement = {
  id,
  actor: { account: { homePage: 'https://lms.example.org', name: 'javascript-lenient' } },
  // a bare text where a language map belongs
  verb: { id: 'http://adlnet.gov/expapi/verbs/answered', display: 'answered' },
  object: { id: 'https://lms.example.org/runs/htn-2026-09/q1' },
  // a space for the T
  timestamp: '2026-11-23 20:15:00+0800',
};
// every error, not the first alone
const answer = await ask('POST', '/xapi/statements', statement, { prefer: 'errors=all' });
console.log(answer.status);
console.log(await answer.text());
if (answer.ok) {
  console.log(await (await ask('GET', `/xapi/statements?statementId=${id}`)).text());
  const { rows } = await (await ask('GET', '/v1/system/corrections?limit=10')).json();
  for (const { statement: of, path, done, rule } of rows)
    if (of === id) console.log(`${path}: ${done} (${rule})`);
}
