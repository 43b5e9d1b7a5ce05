import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { LearningEvent } from '#libs/contracts';
import { describe, expect, it } from '@jest/globals';
import { pseudonymise } from './agent-forms.js';
import { coverage } from './normalise/played-segments.js';
import { learnerPidOf, normalise } from './normalise/normalise.js';
import { contentHash } from './statement-identity.js';
import { formatRuleError } from './validate/findings.js';
import { validateStatement } from './validate/statement.js';

/** A week of one MOOC's videos: 22,000 statements of 1,452 people (openfun/ralph, MIT). Not part of the repository. */
const path = '../shared/data/xapi-video/statements.json.gz';

// Asked rather than caught: errors of Node's own come from outside the test's realm, where `instanceof` is false.
const lines = existsSync(path)
  ? gunzipSync(readFileSync(path)).toString('utf8').trimEnd().split('\n')
  : undefined;
const suite = lines === undefined ? describe.skip : describe;

suite(
  lines === undefined ? `real video statements (skipped: ${path} is not there)` : 'real video statements',
  () => {
    const values = (lines ?? []).map((line) => JSON.parse(line) as unknown);

    it.each(['1.0.3', '2.0.0'] as const)('are all legal in xAPI %s', (version) => {
      const refused = values.flatMap((value) => {
        const result = validateStatement(value, version);
        return result.ok ? [] : result.errors.map(formatRuleError);
      });
      expect(values).toHaveLength(22_000);
      expect(refused).toEqual([]);
    });

    it('are all video events of their runs, no two of the same content', () => {
      // Collected, not expected one by one: 22,000 expectations take longer than the work.
      const strange: LearningEvent[] = [];
      const counts: Record<string, number> = {};
      const runs: Record<string, number> = {};
      const contents = new Set<string>();
      for (const value of values) {
        const result = validateStatement(value, '1.0.3');
        if (!result.ok) throw new Error('refused');
        const statement = pseudonymise(result.statement, (identifier) => ({ pid: identifier, form: 0 }));
        contents.add(contentHash(statement));
        const event = normalise(statement, {
          tenant: 'fun',
          timeZone: 'Europe/Paris',
          id: statement.id ?? '',
          stored: '2021-12-06T00:00:00.000Z',
          learnerPid: learnerPidOf(statement),
        });
        runs[event.run] = (runs[event.run] ?? 0) + 1;
        const share = event.videoLength === null ? 0 : coverage(event.playedSegments, event.videoLength);
        if (event.kind !== 'video' || !(share >= 0 && share <= 1)) strange.push(event);
        counts[event.action] = (counts[event.action] ?? 0) + 1;
      }
      expect(strange).toEqual([]);
      expect(counts).toEqual({
        played: 6603,
        paused: 6480,
        interacted: 3546,
        seeked: 2995,
        initialized: 1348,
        completed: 636,
        terminated: 338,
        downloaded: 54,
      });
      expect(runs).toEqual({
        'course-v1:FUN-MOOC+00001+session01': 8691,
        'course-v1:FUN-MOOC+00002+session01': 13_309,
      });
      expect(contents.size).toBe(22_000);
    });
  },
);
