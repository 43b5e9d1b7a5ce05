import { describe, expect, it } from '@jest/globals';
import { masterySentence } from './mastery-sentence.js';

describe('mastery in words', () => {
  it('abstains on a skill with few answers', () => {
    const skill = { name: { zh: '高血压分级', en: 'Grading hypertension' }, responses: 2, enough: false };
    expect(masterySentence({ ...skill, mastery: 0.4, lower: 0.1, upper: 0.8 }).zh).toContain('资料不足');
    const known = { ...skill, enough: true, responses: 12, mastery: 0.724, lower: 0.58, upper: 0.83 };
    expect(masterySentence(known)).toEqual({
      zh: '已掌握“高血压分级”的可能性 72%(58–83%)。',
      en: 'Grading hypertension: 72% likely mastered (58–83%).',
    });
  });
});
