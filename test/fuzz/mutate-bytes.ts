import type { Random } from '../../libs/simulator/src/random.js';

/** Texts at the edge of what is text. */
export const oddStrings: readonly string[] = [
  '',
  ' ',
  '\u0000',
  '\ufeff',
  '\u202e',
  '\u2028',
  'é',
  'e\u0301',
  '张三',
  '👩‍⚕️',
  '\ud83d',
  '\uffff',
  '\x7f',
  '__proto__',
  'constructor',
  'null',
  'undefined',
  '../../etc/passwd',
  "'; DROP TABLE statements; --",
  '{tenant:String}',
  '%00',
  '%ff',
  '%E4%BD',
  '\\N',
  '\t',
  'mailto:',
  'mailto:a@b@c',
  'http://',
  'http://[::1',
  'urn:x',
  '00000000-0000-0000-0000-000000000000',
  'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
  '9999-12-31T23:59:59.999Z',
  '0001-01-01T00:00:00Z',
  '1899-12-31T00:00:00Z',
  '2299-12-31T23:59:59Z',
  '2300-01-01T00:00:00Z',
  '+275760-09-13T00:00:00.000Z',
  '2026-02-30T00:00:00Z',
  '2026-01-01T23:59:60Z',
  '2026-01-01T00:00:00.123456789123Z',
  'PT99999999999999999999S',
  'P1Y2M3W4D',
  '-PT1S',
  'en-x-',
  'zh-Hans-CN-x-y',
  'x'.repeat(5000),
  '界'.repeat(3000),
];

const oddBytes = [
  [0xff],
  [0xc0, 0x80],
  [0xed, 0xa0, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0xe4, 0xbd],
  [0],
  [0xef, 0xbb, 0xbf],
  [0x0d, 0x0a],
].map((bytes) => Buffer.from(bytes));

/** Bytes cut off, turned over, or with others in between. */
export function mutatedBytes(bytes: Buffer, random: Random): Buffer {
  const at = random.whole(0, bytes.length + 1);
  switch (random.whole(0, 8)) {
    case 0:
      return bytes.subarray(0, at);
    case 1:
      return bytes.subarray(at);
    case 2:
      return Buffer.concat([bytes, random.chance(0.5) ? bytes : Buffer.from('x')]);
    case 3:
      return Buffer.from(bytes.toString('latin1'), 'utf16le');
    case 4: {
      const changed = Buffer.from(bytes);
      if (at < changed.length) changed[at] = random.whole(0, 256);
      return changed;
    }
    case 5:
      return random.chance(0.2) ? Buffer.alloc(0) : Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]);
    default:
      return Buffer.concat([bytes.subarray(0, at), random.pick(oddBytes), bytes.subarray(at)]);
  }
}
