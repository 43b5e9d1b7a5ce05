import { describe, expect, it } from '@jest/globals';
import { firstError, fullStatement, put } from '../testing/rule-rows.js';
import { dataTable } from '../testing/rule-table/data-table.js';
import type { XapiVersion } from '../version.js';

const shown = (value: unknown): string =>
  value === undefined ? 'absent' : JSON.stringify(value).slice(0, 70);

/** As JSON has it: a property that is undefined is not there. */
function sent(path: string, value: unknown): unknown {
  const statement = path === '' ? value : put(base(path), path, value);
  return JSON.parse(JSON.stringify(statement)) as unknown;
}

/** Objects of every kind are tried: what stands beside activities alone must not be in the way. */
function base(path: string): Record<string, unknown> {
  const { context, ...rest } = fullStatement();
  const { revision, platform, ...others } = context as Record<string, unknown>;
  return { ...rest, context: path === 'object' ? others : { ...others, revision, platform } };
}

describe.each<XapiVersion>(['1.0.3', '2.0.0'])('rules of statements, %s', (version) => {
  for (const { numbers, section, what, path, accepted, refused, only } of dataTable) {
    if (only !== undefined && only !== version) continue;
    describe(`${numbers.join(' ')} (2.0: ${section}) ${what}`, () => {
      it.each(accepted.map((value) => [shown(value), value]))('%s is taken', (_, value) => {
        expect(firstError(sent(path, value), version)).toBeUndefined();
      });
      it.each(refused.map((value) => [shown(value), value]))(
        '%s is refused, there and by a rule',
        (_, value) => {
          const error = firstError(sent(path, value), version);
          expect(error).toMatch(/\(xAPI (?:1\.0\.3, Data|2\.0, 4\.2)/);
          expect(error?.startsWith(path.split('.', 1)[0] ?? '')).toBe(true);
        },
      );
    });
  }
});
