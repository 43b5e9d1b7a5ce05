import type { Random } from './random.js';

// prettier-ignore
const surnames = [
  '王', '李', '张', '刘', '陈', '杨', '赵', '黄', '周', '吴', '徐', '孙', '马', '朱', '胡', '林', '郭', '何', '高', '罗',
  '郑', '梁', '谢', '宋', '唐', '许', '邓', '韩', '冯', '曹', '彭', '曾', '萧', '田', '董', '潘', '袁', '蔡', '蒋', '余',
] as const;
// prettier-ignore
const given = [
  '建国', '秀英', '志强', '桂兰', '国华', '玉梅', '文军', '春花', '永明', '淑珍', '德福', '丽华', '家旺', '小红', '正平',
  '光荣', '美玲', '世林', '翠芳', '兴发', '海燕', '长贵', '雪梅', '明辉', '红霞', '立新', '爱民', '金凤', '福生', '云',
  '勇', '静', '涛', '敏', '军', '芳', '伟', '娟', '磊', '霞', '仁义', '守信', '向阳', '月英', '树清', '远志', '杏林', '怀仁',
] as const;

/** An invented name from common surnames and given names; any likeness to a living person is chance. */
export const inventName = (random: Random): string => random.pick(surnames) + random.pick(given);

/** A number of eleven digits that no one can have: mobile numbers of China never begin with 100. */
export const inventPhone = (index: number): string => `100${String(index).padStart(8, '0')}`;
