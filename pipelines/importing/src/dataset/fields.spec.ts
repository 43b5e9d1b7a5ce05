import { describe, expect, it } from '@jest/globals';
import { finiteNumber, folderTime, truth } from './fields.js';

describe('a time of a folder', () => {
  it.each([
    ['2026-03-02', '2026-03-02T12:00:00.000Z'],
    ['2026-03-02T08:30:00Z', '2026-03-02T08:30:00.000Z'],
    ['2026-03-02 08:30:00.25', '2026-03-02T08:30:00.250Z'],
    ['2026-03-02T08:30', '2026-03-02T08:30:00.000Z'],
    ['2026-03-02T08:30:00+08:00', '2026-03-02T00:30:00.000Z'],
    ['2026-03-02T08:30:00-0330', '2026-03-02T12:00:00.000Z'],
    ['2024-02-29', '2024-02-29T12:00:00.000Z'],
  ])('%s is %s', (text, instant) => {
    expect(new Date(folderTime(text, false)!.at).toISOString()).toBe(instant);
  });

  it('keeps the clock on the wall where days are what counts', () => {
    const time = folderTime('2026-03-02T02:30:00+08:00', true)!;
    expect(new Date(time.at).toISOString()).toBe('2026-03-02T02:30:00.000Z');
    expect(time.day).toBe('2026-03-02');
  });

  it.each([
    '',
    'yesterday',
    '2026-02-30',
    '2025-02-29',
    '02.03.2026',
    '2026-03-02T25:00Z',
    '1767225600',
    '2026-3-2',
  ])('%p is none', (text) => {
    expect(folderTime(text, false)).toBeUndefined();
  });
});

describe('numbers and truths of a folder', () => {
  it.each([
    ['1', 1],
    ['-0.5', -0.5],
    ['1e3', 1000],
    ['.25', 0.25],
    ['NaN', undefined],
    ['inf', undefined],
    ['Infinity', undefined],
    ['1e999', undefined],
    ['1,5', undefined],
    ['0x10', undefined],
    ['', undefined],
  ])('%s is %s', (text, value) => {
    expect(finiteNumber(text)).toBe(value);
  });

  it.each([
    ['1', true],
    ['TRUE', true],
    ['0', false],
    ['no', false],
    ['2', undefined],
    ['', undefined],
  ])('%s is %s', (text, value) => {
    expect(truth(text)).toBe(value);
  });
});
