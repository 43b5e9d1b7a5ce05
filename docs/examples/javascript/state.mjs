// Writes a state so that nobody else's change is lost. Scope xapi:state.
//   node state.mjs http://127.0.0.1:3000 KEY:SECRET      (or SNOWLIGHT_URL and SNOWLIGHT_KEY)
import { randomInt } from 'node:crypto';
import { ask } from './snowlight.mjs';

const agent = { account: { homePage: 'https://lms.example.org', name: 'javascript-state' } };
const state = `/xapi/activities/state?${new URLSearchParams({
  activityId: 'https://lms.example.org/runs/htn-2026-09/book',
  agent: JSON.stringify(agent),
  stateId: 'bookmark',
})}`;

// what is there, and its ETag; of a new one, that there is none
const there = await ask('GET', state);
const guard = there.ok ? { 'if-match': there.headers.get('etag') } : { 'if-none-match': '*' };

const { status: written } = await ask('PUT', state, { page: randomInt(1000) }, guard);
console.log(`written: ${written}`);

// the same guard again, as somebody who read before it was written: refused, nothing is overwritten
const { status: late } = await ask('PUT', state, { page: 1 }, guard);
console.log(`written by one who came too late: ${late}`);

// a POST merges at the top level and leaves the rest as it is
const { status: merged } = await ask('POST', state, { font: 'large' });
console.log(`merged: ${merged}`);
console.log(await (await ask('GET', state)).text());
