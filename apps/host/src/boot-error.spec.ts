import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { BootError, bootSentence } from './boot-error.js';
import { ConfigError } from '#libs/config';

describe('what an operator reads when the boot fails', () => {
  it('names a busy port and how to take another', async () => {
    const first = createServer().listen(0, '127.0.0.1');
    await once(first, 'listening');
    const { port } = first.address() as AddressInfo;
    const second = createServer().listen(port, '127.0.0.1');
    const [error] = (await once(second, 'error')) as [Error];
    first.close();
    expect(bootSentence(error)).toBe(
      `127.0.0.1:${port} is in use by another program: set SNOWLIGHT_PORT to another port, or to 0 for any free one`,
    );
  });

  it.each([
    [
      { code: 'EADDRNOTAVAIL', address: '10.9.9.9', port: 80 },
      '10.9.9.9:80 is not an address of this machine: set SNOWLIGHT_HOST',
    ],
    [
      { code: 'EADDRNOTAVAIL', address: '10.9.9.9' },
      '10.9.9.9 is not an address of this machine: set SNOWLIGHT_HOST',
    ],
    [
      { code: 'ENOTFOUND', hostname: 'lms.invalid' },
      'lms.invalid is not the name of an address of this machine: set SNOWLIGHT_HOST',
    ],
  ])('names an address that is not ours: %j', (error, sentence) => {
    expect(bootSentence(error)).toBe(sentence);
  });

  it('is the sentence of our own errors', () => {
    expect(bootSentence(new BootError('the cellar is flooded'))).toBe('the cellar is flooded');
    expect(bootSentence(new ConfigError(['SNOWLIGHT_PORT must be a port number']))).toContain(
      'SNOWLIGHT_PORT must',
    );
  });

  it('tells a full disk and a closed file from each other', () => {
    const error = (code: string) => Object.assign(new Error(code), { code, path: '/data/x' });
    expect(bootSentence(error('ENOSPC'))).toBe('the disk is full (/data/x): free some space');
    expect(bootSentence(error('EROFS'))).toBe('/data/x is not writable for this user');
  });

  it('is nothing for what must be a bug', () => {
    expect(bootSentence(new TypeError('x is not a function'))).toBeUndefined();
    expect(bootSentence('thrown')).toBeUndefined();
    expect(bootSentence(null)).toBeUndefined();
  });
});
