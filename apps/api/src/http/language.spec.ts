import { describe, expect, it } from '@jest/globals';
import { languageOf } from './language.js';

describe('language of an answer', () => {
  it.each([
    [undefined, 'zh'],
    ['', 'zh'],
    ['en', 'en'],
    ['en-GB,en;q=0.9,zh-CN;q=0.8', 'en'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
    ['fr, en;q=0.3', 'en'],
    ['zh;q=0, en;q=0.1', 'en'],
    ['de', 'zh'],
    ['en;q=nonsense', 'zh'],
  ])('%s gives %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});
