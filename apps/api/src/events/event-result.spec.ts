import { describe, expect, it } from '@jest/globals';
import { eventResult } from './event-result.js';

const nothing = { success: null, score: null, count: 1, duration: null, response: '' };

describe('result of an event', () => {
  it('is empty where nothing is known', () => {
    expect(eventResult(nothing)).toBe('');
  });

  it('puts judgement, score, time and response one after the other', () => {
    expect(eventResult({ success: true, score: 0.854, count: 1, duration: 125.4, response: 'b' })).toBe(
      '✓ 85% 2:05 b',
    );
  });

  it('tells how many actions a record stands for', () => {
    expect(eventResult({ ...nothing, success: false, count: 12 })).toBe('✗ ×12');
  });
});
