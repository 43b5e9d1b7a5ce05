import { describe, expect, it } from '@jest/globals';
import { chinesePunctuation } from './chinese-punctuation.js';

describe('Chinese punctuation', () => {
  it.each([
    ['9 天没有打开课程;过去每 2 天一次。', '9 天没有打开课程\uFF1B过去每 2 天一次。'],
    ['约 3 位会在 14 天内中断学习(2–4 位)。', '约 3 位会在 14 天内中断学习\uFF082–4 位\uFF09。'],
    ['10 位中约 3 位(2–4)', '10 位中约 3 位\uFF082–4\uFF09'],
    ['共 12,345 条, 其中迟到 3 条', '共 12,345 条\uFF0C其中迟到 3 条'],
    ['看过 41%,平台', '看过 41%\uFF0C平台'],
    ['已完成(3 天), 等待', '已完成\uFF083 天\uFF09\uFF0C等待'],
  ])('%s', (typed, set) => {
    expect(chinesePunctuation(typed)).toBe(set);
  });

  it.each(['数据截至 14:05', 'Moodle, h5p (1.2): ok'])('leaves %s alone', (text) => {
    expect(chinesePunctuation(text)).toBe(text);
  });
});
