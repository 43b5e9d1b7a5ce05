import { describe, expect, it } from '@jest/globals';
import { everyMinute } from './system.service.js';

describe('intake of the last hour', () => {
  it('has a point for each of sixty minutes, silent ones too', () => {
    const points = everyMinute(
      [
        { minute: '2026-11-24T09:58:00Z', statements: 40 },
        { minute: '2026-11-24T09:00:00Z', statements: 7 },
      ],
      new Date('2026-11-24T10:00:30.500Z'),
    );
    expect(points).toHaveLength(60);
    expect(points[0]).toEqual({ minute: '2026-11-24T09:01:00.000Z', statements: 0 });
    expect(points.at(-1)?.minute).toBe('2026-11-24T10:00:00.000Z');
    expect(points.filter(({ statements }) => statements > 0)).toEqual([
      { minute: '2026-11-24T09:58:00.000Z', statements: 40 },
    ]);
  });
});
