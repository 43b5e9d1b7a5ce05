import { activityTypes, snowlightActivityTypes, verbs, type BilingualText } from '#libs/contracts';

export interface SiteType {
  /** Word of the roster. */
  readonly type: string;
  /** Type of the statement's activity. */
  readonly iri: string;
  /** What a click on it is. */
  readonly verb: string;
  readonly name: BilingualText;
}

const page = (zh: string, en: string): SiteType => ({
  type: 'page',
  iri: activityTypes.page,
  verb: verbs.experienced,
  name: { zh, en },
});
const used = (type: string, iri: string, zh: string, en: string): SiteType => ({
  type,
  iri,
  verb: verbs.interacted,
  name: { zh, en },
});

/** The dataset's activity types: pages are looked at (`experienced`), the rest is used (`interacted`). */
const siteTypes: ReadonlyMap<string, SiteType> = new Map([
  ['homepage', page('课程主页', 'Home page')],
  ['oucontent', page('课程内容', 'Course content')],
  ['resource', page('资料', 'Resource')],
  ['subpage', page('子页面', 'Subpage')],
  ['sharedsubpage', page('共用子页面', 'Shared subpage')],
  ['page', page('页面', 'Page')],
  ['htmlactivity', page('网页活动', 'HTML activity')],
  ['dualpane', page('双栏页面', 'Dual pane')],
  ['folder', page('文件夹', 'Folder')],
  ['glossary', page('术语表', 'Glossary')],
  ['url', used('link', activityTypes.link, '链接', 'Link')],
  ['forumng', used('forum', activityTypes.discussion, '论坛', 'Forum')],
  ['quiz', used('quiz', activityTypes.assessment, '测验', 'Quiz')],
  ['externalquiz', used('quiz', activityTypes.assessment, '外部测验', 'External quiz')],
  ['repeatactivity', used('quiz', activityTypes.assessment, '重复练习', 'Repeat activity')],
  ['questionnaire', used('questionnaire', activityTypes.page, '问卷', 'Questionnaire')],
  ['oucollaborate', used('session', snowlightActivityTypes.session, '在线课堂', 'Online room')],
  ['ouelluminate', used('session', snowlightActivityTypes.session, '在线课堂', 'Online room')],
  ['ouwiki', used('wiki', activityTypes.page, '维基', 'Wiki')],
  ['dataplus', used('data', activityTypes.page, '数据库', 'Database')],
]);

export function siteType(activityType: string): SiteType | undefined {
  return siteTypes.get(activityType);
}

export const assessmentNames: ReadonlyMap<string, BilingualText> = new Map([
  ['TMA', { zh: '教师批改作业', en: 'Tutor-marked assessment' }],
  ['CMA', { zh: '机器批改作业', en: 'Computer-marked assessment' }],
  ['Exam', { zh: '考试', en: 'Exam' }],
]);

/** A thing of the dataset by its kind and number: it gives no names. */
export function numbered(kind: BilingualText, number: string): BilingualText {
  return { zh: `${kind.zh} ${number}`, en: `${kind.en} ${number}` };
}
