import type { BilingualText } from '#libs/contracts';
import type { BktParameters } from './skills.js';

interface SkillDesign {
  readonly code: string;
  readonly name: BilingualText;
  readonly bkt: BktParameters;
}

interface ModuleDesign {
  readonly name: BilingualText;
  /** Index into the course's skills. */
  readonly skill: number;
  /** 0 (easy) to 1 (hard); a term of the hazard. */
  readonly difficulty: number;
}

export interface CourseDesign {
  readonly code: string;
  readonly name: BilingualText;
  readonly skills: readonly SkillDesign[];
  readonly modules: readonly ModuleDesign[];
  /** What learners ask; written for the simulator, about no patient. */
  readonly questions: readonly string[];
}

export const program = {
  code: 'rural-cme',
  name: { zh: '乡村医生继续教育', en: 'Continuing education of rural doctors' },
};

const skill = (
  code: string,
  zh: string,
  en: string,
  prior: number,
  learn: number,
  guess: number,
  slip: number,
): SkillDesign => ({ code, name: { zh, en }, bkt: { prior, learn, guess, slip } });

const module = (zh: string, en: string, skillIndex: number, difficulty: number): ModuleDesign => ({
  name: { zh, en },
  skill: skillIndex,
  difficulty,
});

/** Three courses as a provincial programme would offer them; prior, learn, guess and slip are the truth to recover. */
export const courses: readonly [CourseDesign, CourseDesign, CourseDesign] = [
  {
    code: 'htn',
    name: { zh: '高血压规范管理', en: 'Standardised care of hypertension' },
    skills: [
      skill('htn-measure', '血压测量', 'Measuring blood pressure', 0.45, 0.22, 0.22, 0.07),
      skill('htn-grade', '高血压分级', 'Grading hypertension', 0.3, 0.16, 0.25, 0.1),
      skill('htn-adherence', '用药依从性', 'Medication adherence', 0.25, 0.12, 0.24, 0.12),
      skill('htn-referral', '转诊指征', 'When to refer', 0.2, 0.14, 0.2, 0.09),
    ],
    modules: [
      module('认识高血压', 'Understanding hypertension', 1, 0.2),
      module('规范测量血压', 'Measuring it right', 0, 0.3),
      module('分级与风险评估', 'Grading and risk', 1, 0.6),
      module('生活方式干预', 'Lifestyle', 2, 0.3),
      module('药物治疗', 'Drug treatment', 2, 0.9),
      module('提高用药依从性', 'Improving adherence', 2, 0.6),
      module('并发症与转诊', 'Complications and referral', 3, 0.8),
      module('随访与健康档案', 'Follow-up and records', 3, 0.4),
    ],
    questions: [
      '两侧血压相差较大时,以哪一侧为准?',
      '家庭自测血压和诊室血压的诊断标准有什么不同?',
      '联合用药后踝部水肿,应该先调整哪一种药?',
      '随访记录里的危险分层,多久重新评估一次?',
    ],
  },
  {
    code: 't2d',
    name: { zh: '2型糖尿病管理', en: 'Care of type 2 diabetes' },
    skills: [
      skill('t2d-glucose', '血糖监测', 'Monitoring glucose', 0.4, 0.2, 0.22, 0.08),
      skill('t2d-drugs', '降糖药选择', 'Choosing drugs', 0.2, 0.12, 0.25, 0.11),
      skill('t2d-insulin', '胰岛素注射', 'Injecting insulin', 0.25, 0.18, 0.2, 0.08),
      skill('t2d-foot', '足部检查', 'Foot examination', 0.3, 0.2, 0.23, 0.1),
    ],
    modules: [
      module('认识2型糖尿病', 'Understanding type 2 diabetes', 0, 0.2),
      module('血糖监测', 'Monitoring glucose', 0, 0.3),
      module('饮食与运动', 'Diet and exercise', 0, 0.3),
      module('口服降糖药', 'Oral drugs', 1, 0.8),
      module('胰岛素的使用', 'Using insulin', 2, 0.9),
      module('糖尿病足筛查', 'Screening feet', 3, 0.5),
      module('低血糖的处理', 'Hypoglycaemia', 1, 0.6),
      module('随访与转诊', 'Follow-up and referral', 3, 0.4),
    ],
    questions: [
      '空腹血糖正常、餐后偏高,应该怎样安排监测?',
      '二甲双胍胃肠道反应明显时怎样调整?',
      '胰岛素开封后在室温下可以放多久?',
      '单丝检查需要测哪几个点?',
    ],
  },
  {
    code: 'rdu',
    name: { zh: '基层合理用药', en: 'Rational drug use in primary care' },
    skills: [
      skill('rdu-antibiotic', '抗菌药物使用', 'Using antibiotics', 0.3, 0.14, 0.25, 0.1),
      skill('rdu-interaction', '药物相互作用', 'Drug interactions', 0.2, 0.12, 0.24, 0.12),
      skill('rdu-prescription', '处方书写', 'Writing prescriptions', 0.5, 0.2, 0.2, 0.06),
    ],
    modules: [
      module('合理用药的原则', 'Principles', 2, 0.2),
      module('抗菌药物', 'Antibiotics', 0, 0.8),
      module('解热镇痛药', 'Antipyretics and analgesics', 0, 0.4),
      module('药物相互作用', 'Interactions', 1, 0.9),
      module('不良反应的报告', 'Reporting adverse reactions', 1, 0.5),
      module('处方书写规范', 'Prescriptions', 2, 0.3),
    ],
    questions: [
      '上呼吸道感染什么情况下才考虑用抗菌药物?',
      '老年人同时服用多种药物,应该先核对哪些?',
      '不良反应报告表由村卫生室填还是卫生院填?',
    ],
  },
];
