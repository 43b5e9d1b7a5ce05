import { randomBytes } from 'node:crypto';
import type { BilingualText, Personas, RosterInput, StaffRole } from '#libs/contracts';
import { DEFAULT_TENANT, type Platform } from '../../../host/src/index.js';
import type { DemoSettings } from './demo-settings.js';

interface Persona {
  readonly account: string;
  readonly role: StaffRole;
  readonly level: 'province' | 'county' | null;
  readonly title: BilingualText;
}

const personas: readonly Persona[] = [
  {
    account: 'county',
    role: 'manager',
    level: 'county',
    title: { zh: '县级项目管理员', en: 'County program manager' },
  },
  {
    account: 'province',
    role: 'manager',
    level: 'province',
    title: { zh: '省级项目管理员', en: 'Province manager' },
  },
  { account: 'teacher', role: 'teacher', level: 'county', title: { zh: '授课教师', en: 'Teacher' } },
  {
    account: 'campaigns',
    role: 'campaigner',
    level: 'province',
    title: { zh: '提醒运营', en: 'Campaign operator' },
  },
  { account: 'operator', role: 'operator', level: null, title: { zh: '系统运维', en: 'System operator' } },
];

/** One account a persona, on the province's own regions, with passwords made for this installation. */
export async function createPersonas(
  { stores }: Pick<Platform, 'stores'>,
  { regions = [] }: RosterInput,
): Promise<DemoSettings['personas']> {
  const made = [];
  for (const { account, role, level, title } of personas) {
    const password = randomBytes(9).toString('base64url');
    const region = level === null ? null : (regions.find((one) => one.level === level)?.code ?? null);
    await stores.users.create({
      tenant: DEFAULT_TENANT,
      account,
      password,
      displayName: title.zh,
      roles: [{ role, region }],
    });
    made.push({ account, password, title: title.zh });
  }
  return made;
}

/** The sign-in page's buttons. */
export function personaButtons(kept: DemoSettings['personas']): Personas['personas'] {
  return personas.flatMap(({ account, title }) => {
    const known = kept.find((one) => one.account === account);
    return known ? { account, password: known.password, title, who: title } : [];
  });
}
