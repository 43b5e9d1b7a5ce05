import { describe, expect, it } from '@jest/globals';
import type { Trace } from '#libs/contracts';
import { FollowedTraces } from './followed-traces.js';

const trace = (n: number, isSampled = true): Trace => ({
  id: n.toString(16).padStart(32, '0'),
  parent: '00f067aa0ba902b7',
  isSampled,
});

describe('traces that go on', () => {
  it('are those that are sampled, each once, with what is made of their messages', () => {
    const followed = new FollowedTraces();
    followed.add('wang', [trace(1), trace(2, false)]);
    followed.add('wang', [trace(1), trace(3)]);
    followed.add('li', [trace(2, false)]);
    followed.add('li', undefined);
    expect(followed.carriedBy('wang')).toEqual({ traces: [trace(1), trace(3)] });
    expect(followed.carriedBy('li')).toEqual({});
    expect(followed.of('li')).toEqual([]);
  });

  it('are no more than eight a message', () => {
    const followed = new FollowedTraces();
    for (let n = 1; n <= 20; n++) followed.add('wang', [trace(n)]);
    expect(followed.of('wang').map(({ id }) => Number.parseInt(id, 16))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});
