import type { BilingualText, ModelList } from '#libs/contracts';
import { both } from '../../language/bilingual.js';
import { points } from './figures.js';

type Model = ModelList['models'][number];
type Figures = NonNullable<NonNullable<Model['watched']>['figures']>;

/** Whether a model can be trusted here, in words; only what its figures show beyond chance is said. */
export function verdictOf({ status, watched }: Pick<Model, 'status' | 'watched'>): BilingualText {
  if (watched === null) return unwatched[status];
  const { figures } = watched;
  if (figures === null)
    return both('结果已知的学员太少,还不能判断', 'Too few outcomes are known here to tell');
  const [order, chances] = [orderOf(figures), chancesOf(figures)];
  return both(`${order.zh};${chances.zh}`, `${order.en}; ${chances.en}`);
}

const unwatched: Readonly<Record<Model['status'], BilingualText>> = {
  active: both('刚启用,每周检查一次', 'New here: it is looked at once a week'),
  candidate: both('尚未在这里使用过', 'Has not been used here'),
  retired: both('使用期间没有检查过', 'Was not looked at while it was in use'),
};

function orderOf({ auc, beyondRule }: Figures): BilingualText {
  if (auc.lower <= 0.5) return both('看不出比随机排序更好', 'Not shown to order learners better than chance');
  if (beyondRule.lower > 0)
    return both('比“7 天未学习”规则找到更多中断的学员', 'Finds more of those who stop than the 7-day rule');
  if (beyondRule.upper < 0)
    return both('不如“7 天未学习”规则', 'Finds fewer of those who stop than the 7-day rule');
  return both('看不出比“7 天未学习”规则更好', 'Not shown to find more than the 7-day rule');
}

function chancesOf({ calibrationError, calibrationErrorByChance }: Figures): BilingualText {
  if (calibrationError <= calibrationErrorByChance) return both('可能性与实际相符', 'its chances hold');
  const off = points(calibrationError);
  return both(`可能性平均偏差 ${off} 个百分点`, `its chances are ${off} points off`);
}
