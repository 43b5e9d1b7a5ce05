import { describe, expect, it } from '@jest/globals';
import { negotiateVersion } from './version.js';

describe('X-Experience-API-Version', () => {
  it.each([
    ['1.0', '1.0.3'],
    ['1.0.0', '1.0.3'],
    ['1.0.3', '1.0.3'],
    ['1.0.17', '1.0.3'],
    ['2.0', '2.0.0'],
    ['2.0.0', '2.0.0'],
    ['2.0.1', '2.0.0'],
  ])('%s is answered in %s', (header, version) => {
    expect(negotiateVersion(header)).toEqual({ ok: true, version });
  });

  it.each(['0.9', '0.95', '1.1.0', '1', '2', '2.1', '3.0.0', '1.0.', '1.0.3 ', 'v1.0.3', '1.0.3, 2.0.0'])(
    '%s is refused',
    (header) => {
      expect(negotiateVersion(header)).toEqual({
        ok: false,
        message: `X-Experience-API-Version: ${JSON.stringify(header)} is not known; send 1.0.3 or 2.0.0`,
      });
    },
  );

  it.each([undefined, ''])('%j is refused: the header is required', (header) => {
    expect(negotiateVersion(header)).toMatchObject({
      ok: false,
      message: expect.stringContaining('missing') as unknown,
    });
  });
});
