import { describe, expect, it } from '@jest/globals';
import { attributeWord, levelWord } from './attribute-words.js';

describe('groups of people, in the reader’s language', () => {
  it.each([
    ['sex', 'F', '女', 'Female'],
    ['gender', 'male', '男', 'Male'],
    ['age', '20-29', '20–29 岁', '20–29 years'],
    ['age', '60+', '60 岁及以上', '60 years and over'],
    ['age_band', '55<=', '55 岁及以上', '55 years and over'],
    ['age', '<18', '18 岁以下', 'under 18 years'],
    ['education', '大专', '大专', 'Junior college'],
    ['highest_education', 'Lower Than A Level', 'A Level 以下', 'Lower than A Level'],
    ['disability', 'N', '无', 'No'],
    ['title', '乡村医生', '乡村医生', 'Village doctor'],
    ['title', '?', '未填写', 'not known'],
  ])('%s %s', (attribute, level, zh, en) => {
    expect(levelWord(attribute, level)).toEqual({ zh, en });
  });

  it('keep the roster’s own words where no others are known, and a word for what it is a word of', () => {
    expect(levelWord('title', '村支书')).toEqual({ zh: '村支书', en: '村支书' });
    expect(levelWord('team', 'F')).toEqual({ zh: 'F', en: 'F' });
    expect(levelWord('age', 'young')).toEqual({ zh: 'young', en: 'young' });
    expect(levelWord('imd_band', '0-10%')).toEqual({ zh: '0-10%', en: '0-10%' });
  });

  it('are of attributes that have names, others their own', () => {
    expect(attributeWord('age_band')).toEqual({ zh: '年龄段', en: 'Age band' });
    expect(attributeWord('Sex')).toEqual({ zh: '性别', en: 'Sex' });
    expect(attributeWord('village_clinic')).toEqual({ zh: 'village_clinic', en: 'village_clinic' });
  });

  it.each(['toString', 'constructor'])('take %s for no word', (name) => {
    expect(attributeWord(name)).toEqual({ zh: name, en: name });
    expect(levelWord('sex', name)).toEqual({ zh: name, en: name });
    expect(levelWord(name, 'F')).toEqual({ zh: 'F', en: 'F' });
  });
});
