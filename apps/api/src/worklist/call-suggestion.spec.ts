import { describe, expect, it } from '@jest/globals';
import { callSuggestion } from './call-suggestion.js';

describe('when to call a village doctor', () => {
  const suggest = (instant: string) => callSuggestion(new Date(instant), 'Asia/Shanghai');

  it('waits for the end of the clinic', () => {
    // 10:30 in Shanghai; 18:00 there is 10:00 UTC
    expect(suggest('2026-11-24T02:30:15.250Z')).toEqual({
      text: { zh: '建议 18:00 后打电话。', en: 'Call after 18:00.' },
      notBefore: '2026-11-24T10:00:00.000Z',
    });
  });

  it('says now in the evening', () => {
    expect(suggest('2026-11-24T10:00:00Z').notBefore).toBeNull();
  });

  it('waits for tomorrow at night', () => {
    expect(suggest('2026-11-24T13:00:00Z').notBefore).toBe('2026-11-25T10:00:00.000Z');
  });
});
