// Sends a statement with a file and reads it back with it. Scopes xapi:write, xapi:read and identity:read.
//   node attachment.mjs http://127.0.0.1:3000 KEY:SECRET      (or SNOWLIGHT_URL and SNOWLIGHT_KEY)
import { createHash, randomUUID } from 'node:crypto';
import { ask } from './snowlight.mjs';

const file = Buffer.from('Certificate of attendance\n');
const sha2 = createHash('sha256').update(file).digest('hex');
const id = randomUUID();
const statement = {
  id,
  actor: { account: { homePage: 'https://lms.example.org', name: 'javascript-attachment' } },
  verb: { id: 'http://adlnet.gov/expapi/verbs/completed' },
  object: { id: 'https://lms.example.org/runs/htn-2026-09' },
  attachments: [
    {
      usageType: 'http://adlnet.gov/expapi/attachments/certificate',
      display: { en: 'Certificate' },
      contentType: 'text/plain',
      length: file.length,
      sha2,
    },
  ],
};

// multipart/mixed: the statement first, then one part for each file. Lines end in CR LF.
const body = Buffer.concat([
  Buffer.from(`--part\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(statement)}\r\n`),
  Buffer.from('--part\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: binary\r\n'),
  Buffer.from(`X-Experience-API-Hash: ${sha2}\r\n\r\n`),
  file,
  Buffer.from('\r\n--part--\r\n'),
]);
const type = { 'content-type': 'multipart/mixed; boundary=part' };
const answer = await ask('POST', '/xapi/statements', body, type);
console.log(answer.status, await answer.text());

console.log(await (await ask('GET', `/xapi/statements?statementId=${id}&attachments=true`)).text());
