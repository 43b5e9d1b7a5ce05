// Sends five statements in one request and repeats the request until it is answered. Scope xapi:write.
//   node send-batch.mjs http://127.0.0.1:3000 KEY:SECRET      (or SNOWLIGHT_URL and SNOWLIGHT_KEY)
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask, refused } from './snowlight.mjs';

// The ids are made before the first try, so that a batch of which the answer was lost is not stored twice.
const batch = [1, 2, 3, 4, 5].map((number) => ({
  id: randomUUID(),
  actor: { account: { homePage: 'https://lms.example.org', name: 'javascript-batch' } },
  verb: { id: 'http://adlnet.gov/expapi/verbs/experienced' },
  object: { id: `https://lms.example.org/runs/htn-2026-09/page-${number}` },
  timestamp: `2026-11-23T20:1${number}:00+08:00`,
}));
const passing = [429, 500, 502, 503, 504];

for (let attempt = 1; attempt <= 8; attempt++) {
  let seconds = Math.min(60, 2 ** attempt) * Math.random();
  try {
    const answer = await ask('POST', '/xapi/statements', batch);
    if (answer.ok) {
      console.log(`stored, after ${attempt}`);
      process.exit(0);
    }
    // a 400 or 409 stays what it is
    if (!passing.includes(answer.status)) await refused(answer);
    await answer.body?.cancel();
    seconds = Number(answer.headers.get('retry-after') ?? seconds);
  } catch (lost) {
    console.log(`no answer: ${lost.message}`);
  }
  await sleep(seconds * 1000);
}
console.error('the server cannot be reached; keep the batch and try again later');
process.exit(1);
