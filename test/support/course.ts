import {
  activityTypes,
  snowlightActivityTypes,
  snowlightExtensions,
  snowlightVerbs,
  verbs,
} from '#libs/contracts';
import { pseudonym, type TenantKeys } from '#libs/privacy';
import { identifierOf, type Result, type Statement } from '#libs/xapi';

const homePage = 'https://lms.example.org';
const site = `${homePage}/a/`;
const accountOf = (who: string) => ({ objectType: 'Agent' as const, account: { homePage, name: who } });

export const activityIri = (name: string): string => `${site}${name}`;

/** The pseudonym under which a learner of the specs stands. */
export const pidOf = (keys: TenantKeys, who: string): string =>
  pseudonym(keys, identifierOf(accountOf(who)) ?? '');

const does = {
  views: [verbs.experienced, activityTypes.page],
  submits: [verbs.submitted, activityTypes.assessment],
  passes: [verbs.passed, activityTypes.assessment],
  fails: [verbs.failed, activityTypes.assessment],
  answers: [verbs.answered, activityTypes.interaction],
  watches: [verbs.videoPaused, activityTypes.video],
  asks: [verbs.asked, activityTypes.forumTopic],
  attends: [verbs.attended, snowlightActivityTypes.session],
  misses: [snowlightVerbs.absent, snowlightActivityTypes.session],
  shows: [snowlightVerbs.skillChecked, snowlightActivityTypes.skillCheck],
} as const;

export interface Deed {
  readonly who: string;
  /** Wall clock in Shanghai, `YYYY-MM-DD HH:MM[:SS]`. */
  readonly at: string;
  readonly does: keyof typeof does;
  /** Short name of the activity. */
  readonly what: string;
  readonly result?: Result;
  /** How many like actions it stands for. */
  readonly count?: number;
  readonly id?: string;
}

/** What somebody does in a run, as a statement. */
export function statementOf(run: string, { who, at, does: deed, what, result, count, id }: Deed): Statement {
  const [verb, type] = does[deed];
  const extensions = { ...result?.extensions, ...(count && { [snowlightExtensions.count]: count }) };
  const [day = '', time = ''] = at.split(' ');
  return {
    ...(id === undefined ? {} : { id }),
    actor: accountOf(who),
    verb: { id: verb },
    object: { objectType: 'Activity', id: activityIri(what), definition: { type } },
    ...(result || count ? { result: { ...result, extensions } } : {}),
    context: { extensions: { [snowlightExtensions.run]: run } },
    timestamp: `${day}T${time.length === 5 ? `${time}:00` : time}+08:00`,
  };
}
