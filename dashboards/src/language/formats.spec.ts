import { describe, expect, it } from '@jest/globals';
import { createFormats } from './formats.js';

const zh = createFormats('zh', 'Asia/Shanghai');
const en = createFormats('en', 'Asia/Shanghai');

describe('formats', () => {
  it('writes an instant in the tenant zone, not in UTC', () => {
    expect(zh.dateTime('2026-11-23T06:05:00Z')).toBe('2026年11月23日 周一 14:05');
    expect(en.dateTime('2026-11-23T06:05:00Z')).toBe('Mon 23 Nov 2026, 14:05');
    expect(en.date('2026-11-23T20:00:00Z')).toBe('Tue 24 Nov 2026');
  });

  it('never moves a calendar day across zones', () => {
    const west = createFormats('en', 'America/Los_Angeles');
    expect(west.date('2026-11-23')).toBe('Mon 23 Nov 2026');
    expect(zh.shortDate('2026-11-01')).toBe('11月1日');
  });

  it('writes a period with each year once', () => {
    expect(en.period('2026-05-14', '2026-09-03')).toBe('14 May – 3 Sep 2026');
    expect(zh.period('2026-05-14', '2026-09-03')).toBe('2026年5月14日 – 9月3日');
    expect(en.period('2026-10-01', '2027-01-21')).toBe('1 Oct 2026 – 21 Jan 2027');
    expect(zh.period('2026-10-01', '2026-10-01')).toBe('2026年10月1日');
  });

  it('shortens only headlines', () => {
    expect([zh.headline(12_345), en.headline(12_345)]).toEqual(['1.2万', '12.3K']);
    expect([zh.headline(9_999), zh.number(12_345)]).toEqual(['9,999', '12,345']);
  });

  it('counts back only within a day', () => {
    const now = '2026-11-23T06:00:00Z';
    expect(zh.ago('2026-11-23T03:59:00Z', now)).toBe('2 小时前');
    expect(en.ago('2026-11-23T05:59:30Z', now)).toBe('just now');
    expect(en.ago('2026-11-23T05:15:00Z', now)).toBe('45 min ago');
    expect(en.ago('2026-11-22T06:00:00Z', now)).toBe('22 Nov');
  });

  it('knows the calendar day of an instant in the tenant zone', () => {
    expect(zh.calendarDay('2026-11-02T20:00:00Z')).toBe('2026-11-03');
  });

  it('writes midnight as 00:00', () => {
    expect(zh.time('2026-11-22T16:00:00Z')).toBe('00:00');
  });
});
