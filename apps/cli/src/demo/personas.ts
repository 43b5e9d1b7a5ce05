import { randomBytes } from 'node:crypto';
import type { BilingualText, Personas, RosterInput, StaffRole } from '#libs/contracts';
import { DEFAULT_TENANT, type Platform } from '../../../host/src/index.js';
import type { DemoSettings } from './demo-settings.js';

interface Persona {
  readonly account: string;
  readonly role: StaffRole;
  readonly level: 'province' | 'county' | null;
  readonly title: BilingualText;
  /** Shown in both languages as it is, like the names of learners. */
  readonly name: string;
  /** What this person wants to know, below the title on the button. */
  readonly asks: BilingualText;
}

const personas: readonly Persona[] = [
  {
    account: 'county',
    role: 'manager',
    level: 'county',
    title: { zh: '县级项目管理员', en: 'County program manager' },
    name: '陈静',
    asks: { zh: '今天该给谁打电话,为什么?', en: 'Whom do I call today, and why?' },
  },
  {
    account: 'province',
    role: 'manager',
    level: 'province',
    title: { zh: '省级项目管理员', en: 'Province manager' },
    name: '周文',
    asks: { zh: '哪里需要帮助,而不只是偶然?', en: 'Where is help needed, beyond chance?' },
  },
  {
    account: 'teacher',
    role: 'teacher',
    level: 'county',
    title: { zh: '授课教师', en: 'Teacher' },
    name: '李芳',
    asks: { zh: '学员停在课程的哪里?', en: 'Where in the course do they stop?' },
  },
  {
    account: 'campaigns',
    role: 'campaigner',
    level: 'province',
    title: { zh: '提醒运营', en: 'Campaign operator' },
    name: '何敏',
    asks: { zh: '提醒了谁,为什么,后来怎样?', en: 'Who was reminded, why, and what came of it?' },
  },
  {
    account: 'operator',
    role: 'operator',
    level: null,
    title: { zh: '系统运维', en: 'System operator' },
    name: '罗伟',
    asks: { zh: '有没有丢失、迟到或卡住的?', en: 'Is anything lost, late or stuck?' },
  },
];

/** One account a persona, on the province's own regions, with passwords made for this installation. */
export async function createPersonas(
  { stores }: Pick<Platform, 'stores'>,
  { regions = [] }: RosterInput,
): Promise<DemoSettings['personas']> {
  const made = [];
  for (const { account, role, level, title, name } of personas) {
    const password = randomBytes(9).toString('base64url');
    const region = level === null ? null : (regions.find((one) => one.level === level)?.code ?? null);
    await stores.users.create({
      tenant: DEFAULT_TENANT,
      account,
      password,
      displayName: name,
      roles: [{ role, region }],
    });
    made.push({ account, password, title: title.zh });
  }
  return made;
}

/** The sign-in page's buttons. */
export function personaButtons(kept: DemoSettings['personas']): Personas['personas'] {
  return personas.flatMap(({ account, title, asks }) => {
    const known = kept.find((one) => one.account === account);
    return known ? { account, password: known.password, title, who: asks } : [];
  });
}
