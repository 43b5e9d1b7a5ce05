import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings, SettingsError } from './settings.js';

const needed = ['--secret', 'whsec_abc', '--callback-key', 'key:secret'];

describe('the command line', () => {
  it('needs the two secrets alone', () => {
    expect(readSettings(needed)).toEqual({
      host: '127.0.0.1',
      port: 4100,
      secret: 'whsec_abc',
      callbackKey: 'key:secret',
      seed: '1',
      delay: 2,
      clockFactor: 1,
    });
  });

  it('reads a value from a file', () => {
    const directory = mkdtempSync(join(tmpdir(), 'recommender-'));
    writeFileSync(join(directory, 'secret'), 'whsec_from_file\n');
    const args = ['--secret', `@${join(directory, 'secret')}`, '--callback-key', 'key:secret'];
    expect(readSettings(args).secret).toBe('whsec_from_file');
    rmSync(directory, { recursive: true });
  });

  it.each([
    ['--secret must be given', ['--callback-key', 'key:secret']],
    ['--port must be 0 to 65535', [...needed, '--port', '70000']],
    ['--delay must be a number of 0 or more', [...needed, '--delay', 'soon']],
    ['ENOENT', ['--secret', '@/nowhere', '--callback-key', 'key:secret']],
    ["Unknown option '--colour'", [...needed, '--colour', 'red']],
  ])('says what is wrong: %s', (message, args) => {
    expect(() => readSettings(args)).toThrow(SettingsError);
    expect(() => readSettings(args)).toThrow(message);
  });
});
