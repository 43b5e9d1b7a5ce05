import type { BilingualText } from '#libs/contracts';
import { both } from '../../language/bilingual.js';

type Words = Readonly<Record<string, BilingualText>>;

/** Attributes that rosters name alike; another one is shown by its own name. */
const names: Words = {
  age: both('年龄', 'Age'),
  age_band: both('年龄段', 'Age band'),
  disability: both('残疾', 'Disability'),
  education: both('学历', 'Education'),
  ethnicity: both('民族', 'Ethnicity'),
  gender: both('性别', 'Gender'),
  highest_education: both('最高学历', 'Highest education'),
  imd_band: both('居住地贫困指数(IMD)', 'Deprivation of the area (IMD)'),
  region: both('区域', 'Region'),
  sex: both('性别', 'Sex'),
  title: both('职称', 'Title'),
};

const female = both('女', 'Female');
const male = both('男', 'Male');
const sexes: Words = { f: female, female, 女: female, m: male, male, 男: male };

const [yes, no] = [both('有', 'Yes'), both('无', 'No')];

const schools: Words = {
  小学: both('小学', 'Primary school'),
  初中: both('初中', 'Lower secondary school'),
  高中: both('高中', 'Upper secondary school'),
  中专: both('中专', 'Secondary vocational school'),
  大专: both('大专', 'Junior college'),
  本科: both('本科', 'Bachelor’s degree'),
  硕士: both('硕士', 'Master’s degree'),
  博士: both('博士', 'Doctorate'),
  // as the Open University writes it
  'no formal quals': both('无正式学历', 'No formal qualifications'),
  'lower than a level': both('A Level 以下', 'Lower than A Level'),
  'a level or equivalent': both('A Level 或同等学历', 'A Level or equivalent'),
  'he qualification': both('高等教育学历', 'Higher education qualification'),
  'post graduate qualification': both('研究生学历', 'Postgraduate qualification'),
};

const titles: Words = {
  乡村医生: both('乡村医生', 'Village doctor'),
  全科医生: both('全科医生', 'General practitioner'),
  执业医师: both('执业医师', 'Licensed physician'),
  执业助理医师: both('执业助理医师', 'Licensed assistant physician'),
  乡村全科执业助理医师: both('乡村全科执业助理医师', 'Licensed rural general assistant physician'),
  公卫医师: both('公卫医师', 'Public health physician'),
  主治医师: both('主治医师', 'Attending physician'),
  护士: both('护士', 'Nurse'),
  药师: both('药师', 'Pharmacist'),
};

const levels: Readonly<Record<string, Words>> = {
  disability: { y: yes, yes, 有: yes, n: no, no, 无: no },
  education: schools,
  gender: sexes,
  highest_education: schools,
  sex: sexes,
  title: titles,
};

/** Names come from rosters: `constructor` is none of ours. */
const wordOf = <T>(words: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(words, name) ? words[name] : undefined;

const isAge = (attribute: string) => attribute === 'age' || attribute === 'age_band';

/** Name of an attribute of the roster. */
export const attributeWord = (attribute: string): BilingualText =>
  wordOf(names, attribute.toLowerCase()) ?? both(attribute, attribute);

/** A group of an attribute, `?` = not known; what no word is known for stays the roster's own. */
export function levelWord(attribute: string, level: string): BilingualText {
  if (level === '?') return both('未填写', 'not known');
  const of = attribute.toLowerCase();
  const words = wordOf(levels, of);
  const known = words && wordOf(words, level.trim().toLowerCase());
  return known ?? (isAge(of) ? yearsWord(level) : null) ?? both(level, level);
}

/** `20-29`, `60+`, `55<=` (as OULAD writes it) and `<18`. */
function yearsWord(level: string): BilingualText | null {
  const [, from, to] = /^(\d{1,3})\s*[-–]\s*(\d{1,3})$/.exec(level) ?? [];
  if (from !== undefined && to !== undefined) return both(`${from}–${to} 岁`, `${from}–${to} years`);
  const [, least] = /^(\d{1,3})\s*(?:\+|<=)$/.exec(level) ?? [];
  if (least !== undefined) return both(`${least} 岁及以上`, `${least} years and over`);
  const [, below] = /^<\s*(\d{1,3})$/.exec(level) ?? [];
  return below === undefined ? null : both(`${below} 岁以下`, `under ${below} years`);
}
