import { describe, expect, it } from '@jest/globals';
import { regionSentence } from './region-sentence.js';

const county = {
  name: { zh: '观山县', en: 'Guanshan' },
  learning: 1204,
  finished28: 61,
  stopped28: 9,
  belowLimit: 3,
};

describe("first line of a region's page", () => {
  it('counts people and the places to look at', () => {
    expect(regionSentence(county)).toEqual({
      zh: '观山县：1,204 人在学，近 28 天有 61 人完成、9 人中断；3 个地方的完成率低到难以用偶然解释，值得一看。',
      en: 'Guanshan: 1,204 learning; in 28 days 61 finished and 9 stopped. 3 places complete less than chance explains.',
    });
  });

  it('hides fewer than five and calls no place worse than chance', () => {
    expect(regionSentence({ ...county, finished28: null, belowLimit: 0 }).en).toBe(
      'Guanshan: 1,204 learning; in 28 days fewer than 5 finished and 9 stopped. No place completes less than chance explains.',
    );
  });
});
