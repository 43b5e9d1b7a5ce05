import type { BilingualText, ModelCard } from '#libs/contracts';
import { both } from '../../language/bilingual.js';

interface Use {
  readonly for: readonly BilingualText[];
  readonly notFor: readonly BilingualText[];
  readonly limits: readonly BilingualText[];
}

/** What holds of every version of a kind; the long form is docs/model-cards/risk.md. */
export const uses: Readonly<Record<ModelCard['kind'], Use>> = {
  risk: {
    for: [
      both(
        '安排先联系、先提醒谁,由认识学员的人决定;前提是一通电话花费不多,有益或无害。',
        'Ordering who is called or reminded first, by people who know the learners, as long as a call costs little and helps or does no harm.',
      ),
      both('把一位学员与同一期课程的其他人相比。', 'Comparing a learner with their own course run.'),
    ],
    notFor: [
      both(
        '成绩、录取、处分、薪酬;给教师、村或医生排名。',
        'Grades, admission, sanctions, pay; ranking of teachers, villages or doctors.',
      ),
      both(
        '与它学过的都不相像的课程:它不作判断。',
        'Courses unlike all that it has learnt from: it abstains there.',
      ),
      both('入学头七天的学员:它不作判断。', 'Learners in their first seven days: it abstains.'),
      both(
        '原因:依据说明什么改变了估计,不是为什么中断。',
        'Causes: reasons are what moves the estimate, not why somebody stops.',
      ),
      both(
        '电话或提醒的效果:需要随机对照。',
        'The effect of a call or reminder: that needs a randomised holdout.',
      ),
    ],
    limits: [
      both(
        '既未说明、也没有静默的离开,看不到。',
        'Leaving that is neither said nor followed by silence is not seen.',
      ),
      both(
        '迟到的记录会改变当天的数字;当时给出的判断保持原样。',
        'A late batch changes the figures of its days; the score given before stays as it was given.',
      ),
      both(
        '从不使用年龄、性别、民族;它们只用于公平检查。',
        'Age, sex and ethnicity are never inputs; they serve the audit of fairness alone.',
      ),
    ],
  },
  mastery: {
    for: [both('选择下一步练习或线下复测什么。', 'Choosing what to practise or to recheck on site next.')],
    notFor: [both('判定通过与否,或在人与人之间比较。', 'Passing or failing somebody, or comparing people.')],
    limits: [
      both(
        '作答少时范围很宽;作答很快的成绩参考价值低。',
        'Few answers leave a wide range; very quick answers are weak evidence.',
      ),
    ],
  },
};

export const baselineLimit = both(
  '它没有学过本机构的任何学员:它的排序比它的可能性更可信。',
  'It has learnt from nobody here: its order is worth more than its chances.',
);

export const cardWords = {
  for: both('适用于', 'For'),
  notFor: both('不适用于', 'Not for'),
  limits: both('局限', 'Limits'),
  data: both('数据', 'Data'),
  owner: both('负责', 'Owner'),
  ownerIs: (tenant: string) =>
    both(`${tenant}:启用与退回由其系统管理员决定。`, `${tenant}: its administrator promotes and rolls back.`),
  origins: {
    baseline: both(
      '随程序提供的基线:由模拟学员和 OULAD(CC BY 4.0)训练。',
      'The shipped baseline: learnt from simulated learners and from OULAD (CC BY 4.0).',
    ),
    trained: both('由本机构已结束的课程训练。', 'Learnt from finished runs of this organisation.'),
    recalibrated: both(
      '由之前的模型按本机构学员的实际结果重新校准:可能性改了,排序没有改。',
      'A model before it, its chances set right on what came of learners of this organisation; the order of learners is as it was.',
    ),
  } satisfies Record<ModelCard['origin'], BilingualText>,
  runs: both('课程', 'Runs'),
  window: both('数据区间', 'Data window'),
  until: (day: string) => both(`截至 ${day}`, `until ${day}`),
  made: both('训练于', 'Made on'),
  seed: both('随机种子', 'Seed'),
  unknown: both('未记录', 'not written down'),
  promotions: both('启用记录', 'Promotions'),
  noPromotions: both('从未启用。', 'It has never scored.'),
  when: both('时间', 'When'),
  what: both('启用', 'Promoted'),
  before: both('此前', 'Before it'),
  who: both('由谁', 'By whom'),
  why: both('原因', 'Why'),
  nothing: both('无', 'nothing'),
  trials: both('与挑战者的比较', 'Held against challengers'),
  noTrials: both('没有比较过。', 'It was held against none.'),
  inputs: (count: string) => both(`${count} 项输入`, `${count} inputs`),
  input: both('名称', 'Name'),
  counted: both('计算方式的摘要', 'Digest of how it is counted'),
  parameters: both('参数', 'Parameters'),
};
