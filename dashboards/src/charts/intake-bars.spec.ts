import { describe, expect, it } from '@jest/globals';
import { intakeBars } from './intake-bars.js';

describe('intake', () => {
  it('is a bar a minute from 0, with the time below', () => {
    const option = intakeBars(
      [
        { minute: '2026-11-23T06:00:00Z', statements: 10 },
        { minute: '2026-11-23T06:01:00Z', statements: 0 },
      ],
      {
        axis: 'statements',
        timeOf: (at) => at.slice(11, 16),
        describe: ({ statements }) => String(statements),
      },
    );
    expect(option.xAxis).toMatchObject({ data: ['06:00', '06:01'] });
    expect(option.yAxis).toMatchObject({ min: 0 });
    expect(option.series).toMatchObject([{ type: 'bar', data: [10, 0] }]);
  });
});
