// The same with @xapi/xapi (npm install @xapi/xapi): a statement, a batch, pages, a state and a file.
// Scopes xapi:all and identity:read.
//   node with-library.mjs http://127.0.0.1:3000 KEY:SECRET      (or SNOWLIGHT_URL and SNOWLIGHT_KEY)
import { createHash, randomUUID } from 'node:crypto';
import library from '@xapi/xapi';

const [, , url = process.env.SNOWLIGHT_URL, key = process.env.SNOWLIGHT_KEY] = process.argv;
const XAPI = library.default;
const [name, secret] = key.split(':');
// over fetch: its other way, axios, sends files with a type that no record store takes
const xapi = new XAPI({
  endpoint: `${url}/xapi/`,
  auth: XAPI.toBasicAuth(name, secret),
  version: '1.0.3',
  adapter: 'fetch',
});
const agent = {
  objectType: 'Agent',
  account: { homePage: 'https://lms.example.org', name: 'library-batch' },
};
const did = (verb, page, more = {}) => ({
  // the library makes no ids: without one, a repeated request would be stored twice
  id: randomUUID(),
  actor: agent,
  verb: { id: `http://adlnet.gov/expapi/verbs/${verb}` },
  object: { objectType: 'Activity', id: `https://lms.example.org/runs/htn-2026-09/${page}` },
  ...more,
});

const { data: one } = await xapi.sendStatement({ statement: did('answered', 'q1') });
console.log(`stored ${one[0]}`);

const { data: ids } = await xapi.sendStatements({
  statements: [1, 2, 3, 4].map((n) => did('experienced', n)),
});
console.log(`stored ${ids.length}`);

let pages = 1;
let { data } = await xapi.getStatements({ agent, limit: 2 });
let count = data.statements.length;
while (data.more) {
  ({ data } = await xapi.getMoreStatements({ more: data.more }));
  pages += 1;
  count += data.statements.length;
}
console.log(`${count} statements on ${pages} pages`);

const place = { agent, activityId: 'https://lms.example.org/runs/htn-2026-09/book', stateId: 'bookmark' };
await xapi.setState({ ...place, state: { page: 12 } });
const { headers } = await xapi.getState(place);
await xapi.setState({ ...place, state: { page: 13 }, etag: headers.etag, matchHeader: 'If-Match' });
console.log('state', (await xapi.getState(place)).data);

const file = new TextEncoder().encode('Certificate of attendance\n');
const attachment = {
  usageType: 'http://adlnet.gov/expapi/attachments/certificate',
  display: { en: 'Certificate' },
  contentType: 'text/plain',
  length: file.length,
  sha2: createHash('sha256').update(file).digest('hex'),
};
const certified = did('completed', '', { attachments: [attachment] });
await xapi.sendStatement({ statement: certified, attachments: [file.buffer] });
console.log(`file sent with ${certified.id}`);
