import { both } from '../../language/bilingual.js';
import { causeWords } from '../../language/cause-words.js';

/** Words of what a row opens to; loaded with it. */
export const formWords = {
  journey: both('学习历程', 'Journey'),
  assignee: both('负责人', 'Assigned to'),
  nobody: both('还没有', 'nobody yet'),
  assignMe: both('由我负责', 'Assign to me'),
  unassign: both('取消分工', 'Unassign'),
  lastContact: both('上次联系', 'Last contact'),
  never: both('没有联系过', 'never'),
  notes: both('备注', 'Notes'),
  save: both('保存', 'Save'),
  cancel: both('取消', 'Cancel'),
  skipRest: both('就记到这里', 'Save now'),
  how: both('联系上了吗?', 'How did it go?'),
  why: both('主要原因是什么?', 'What is the main reason?'),
  when: both('什么时候回访?', 'When to follow up?'),
  useful: both('预测有用吗?', 'Was the prediction useful?'),
  result: {
    reached: both('联系上了', 'Reached'),
    no_answer: both('没人接', 'No answer'),
    wrong_number: both('号码不对', 'Wrong number'),
  },
  cause: causeWords,
  follow: {
    none: both('不用回访', 'No follow-up'),
    1: both('明天', 'Tomorrow'),
    3: both('3 天后', 'In 3 days'),
    7: both('一周后', 'In a week'),
  },
  followOn: (day: string) => both(`${day}回访`, `follow-up ${day}`),
  yes: both('有用', 'Useful'),
  no: both('没用', 'Not useful'),
  unsure: both('说不清', 'Not sure'),
  reasonToday: both('今天为什么不联系?', 'Why not today?'),
  dismissReasons: [
    both('刚联系过', 'Spoke recently'),
    both('在下乡或值班', 'On outreach or duty'),
    both('请假', 'On leave'),
    both('已知道原因,另有安排', 'Reason known, arranged otherwise'),
  ],
};
