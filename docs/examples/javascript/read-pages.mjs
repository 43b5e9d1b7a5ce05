// Reads all statements of one person, two on a page. Scope xapi:read (identity:read to see who it is).
//   node read-pages.mjs http://127.0.0.1:3000 KEY:SECRET      (or SNOWLIGHT_URL and SNOWLIGHT_KEY)
import { ask, refused } from './snowlight.mjs';

const agent = { account: { homePage: 'https://lms.example.org', name: 'javascript-batch' } };
let path = `/xapi/statements?${new URLSearchParams({ agent: JSON.stringify(agent), limit: '2' })}`;
const found = [];
let pages = 0;
while (path) {
  const answer = await ask('GET', path);
  if (!answer.ok) await refused(answer);
  const { statements, more } = await answer.json();
  pages += 1;
  found.push(...statements);
  // a path on the same server, with everything in it that the first question said; absent on the last page
  path = more;
}
console.log(`${found.length} statements on ${pages} pages`);
