import type { BilingualText, Reason } from '#libs/contracts';
import { both } from '../../language/bilingual.js';

const groups: Readonly<Record<string, BilingualText>> = {
  recency: both('停顿', 'Pause'),
  regularity: both('学习规律', 'Regularity'),
  volume: both('学习量', 'Amount of study'),
  assessment: both('作业与测验', 'Assessments'),
  knowledge: both('答题', 'Answers'),
  video: both('视频', 'Video'),
  people: both('面授与交流', 'Sessions and contact'),
  calendar: both('课程进程', 'Calendar'),
};

/** What a group of reasons is about; one that these pages do not know yet goes by the figure that speaks for it. */
export const groupName = ({
  group,
  figure,
  feature,
}: Pick<Reason, 'group' | 'figure' | 'feature'>): BilingualText =>
  groups[group] ?? figure?.label ?? both(feature, feature);
