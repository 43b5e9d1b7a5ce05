import { describe, expect, it } from '@jest/globals';
import {
  chancePoints,
  chanceTop,
  dayBars,
  markTexts,
  modelChanges,
  placeMarks,
  timeScale,
  weekStarts,
} from './lanes.js';

const scored = (asOf: string, probability: number | null, model = 'risk-1') => ({
  asOf,
  probability,
  lower: probability === null ? null : probability - 0.05,
  upper: probability === null ? null : probability + 0.05,
  model,
  reasons: [],
});

describe('lanes over days', () => {
  it('fill the room, but never with days too thin to hit', () => {
    expect(timeScale('2026-11-02', '2026-11-12', 400, 7)).toMatchObject({
      days: 10,
      dayWidth: 40,
      width: 400,
    });
    expect(timeScale('2026-01-01', '2026-11-12', 400, 7).dayWidth).toBe(7);
  });

  it('put a day into its column', () => {
    const scale = timeScale('2026-11-02', '2026-11-12', 400, 7);
    expect(scale.x('2026-11-02')).toBe(0);
    expect(scale.middle('2026-11-03')).toBe(60);
  });

  it('have a grid on Mondays', () => {
    expect(weekStarts('2026-11-02', '2026-11-17')).toEqual(['2026-11-02', '2026-11-09', '2026-11-16']);
    expect(weekStarts('2026-11-03', '2026-11-09')).toEqual([]);
  });

  it('show a quarter of the events at half the height, and what came late as its share', () => {
    const bars = dayBars(
      [
        { day: '2026-11-02', events: 40, seconds: 0, late: 0 },
        { day: '2026-11-03', events: 10, seconds: 0, late: 5 },
        { day: '2026-11-04', events: 0, seconds: 0, late: 0 },
      ],
      48,
    );
    expect(bars).toEqual([
      { day: '2026-11-02', height: 48, lateHeight: 0 },
      { day: '2026-11-03', height: 24, lateHeight: 12 },
    ]);
  });

  it('draw chances from 0 and leave out days without one', () => {
    const scale = timeScale('2026-11-02', '2026-11-12', 100, 7);
    const points = chancePoints([scored('2026-11-02', 0.1), scored('2026-11-03', null)], scale, 100);
    expect(points).toEqual([
      { index: 0, line: { x: 5, y: 50 }, low: { x: 5, y: 75 }, high: { x: 5, y: expect.closeTo(25) } },
      null,
    ]);
  });

  it('keep the axis at 20, 50 or 100 %', () => {
    expect(chanceTop([])).toBe(0.2);
    expect(chanceTop([scored('2026-11-02', 0.3)])).toBe(0.5);
    expect(chanceTop([scored('2026-11-02', 0.8)])).toBe(1);
  });

  it('mark the day on which another model began', () => {
    const history = [
      scored('2026-11-02', 0.1),
      scored('2026-11-03', 0.1, 'risk-2'),
      scored('2026-11-04', 0.1, 'risk-2'),
    ];
    expect(modelChanges(history).map(({ asOf }) => asOf)).toEqual(['2026-11-03']);
  });

  it('stand side by side on one day, the result in the place of what was handed in', () => {
    const mark = (kind: string, at: string, activity: string) => ({
      lane: 'exam' as const,
      at,
      kind,
      label: { zh: kind, en: kind },
      good: null,
      evidence: { activity },
    });
    const scale = timeScale('2026-11-02', '2026-11-12', 100, 7);
    const placed = placeMarks(
      [
        mark('submitted', '2026-11-03T01:00:00Z', 'quiz-1'),
        mark('passed', '2026-11-03T01:00:01Z', 'quiz-1'),
        mark('failed', '2026-11-03T02:00:00Z', 'quiz-2'),
        mark('submitted', '2026-11-05T01:00:00Z', 'quiz-3'),
      ],
      (instant) => instant.slice(0, 10),
      scale,
    );
    expect(placed.map(({ mark, x }) => [mark.kind, x])).toEqual([
      ['passed', 7.5],
      ['failed', 22.5],
      ['submitted', 35],
    ]);
  });

  it('print a text beside a mark only where it reaches no other mark and not the edge', () => {
    const mark = (lane: string, x: number, text: string) => ({ lane, x, text });
    const texts = markTexts(
      [
        mark('exam', 10, '82%'),
        mark('exam', 100, '61%'),
        mark('onsite', 40, 'came'),
        mark('onsite', 60, 'passed'),
      ],
      130,
    );
    expect(texts).toEqual(['82%', '', '', 'passed']);
  });
});
