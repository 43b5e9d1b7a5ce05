// Erases a person for good: past statements stay, and are nobody's. Scope admin.
//   node erase.mjs http://127.0.0.1:3000 KEY:SECRET HOMEPAGE NAME
import { ask, others, refused } from './snowlight.mjs';

const [homePage, name] = others;
// the reason is kept for good, so that it must name nobody
const order = { account: { homePage, name }, reason: 'request 17' };
const answer = await ask('POST', '/v1/privacy/erasures', order);
if (!answer.ok) await refused(answer);
for (const { pid, at, erased } of (await answer.json()).erasures) console.log(pid, at, erased);
