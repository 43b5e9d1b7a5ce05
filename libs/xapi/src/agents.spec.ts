import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pseudonymise } from './agent-forms.js';
import {
  identifierOf,
  identifiersOf,
  mapAgents,
  pidOf,
  pseudonymousAgent,
  pseudonymousGroup,
  visitAgents,
} from './agents.js';
import type { Actor, Statement } from './statement.js';
import { arbitraryStatement } from './testing/arbitrary-statement.js';

const mail = (name: string) => ({ mbox: `mailto:${name}@example.org` });

/** Names twelve people and four groups, at every place that the specification has for them. */
const crowded: Statement = {
  actor: { objectType: 'Group', ...mail('class'), member: [mail('a'), { ...mail('b'), name: 'B' }] },
  verb: { id: 'http://example.org/planned' },
  object: {
    objectType: 'SubStatement',
    actor: mail('c'),
    verb: { id: 'http://example.org/meets' },
    object: { objectType: 'Agent', ...mail('d') },
    context: { instructor: mail('e') },
  },
  context: {
    instructor: { account: { homePage: 'http://example.org', name: 'f' } },
    team: { objectType: 'Group', name: 'Team of Li', member: [{ openid: 'http://g.example.org' }] },
    contextAgents: [
      { objectType: 'contextAgent', agent: mail('h'), relevantTypes: ['http://example.org/nurse'] },
    ],
    contextGroups: [{ objectType: 'contextGroup', group: { objectType: 'Group', member: [mail('i')] } }],
    platform: 'Moodle',
  },
  authority: { objectType: 'Group', member: [mail('j'), mail('k')] },
};

describe('identifiers', () => {
  it.each<[Actor, string | undefined]>([
    [{ mbox: 'mailto:Zhang@Example.ORG' }, 'mbox:Zhang@example.org'],
    [{ mbox: 'MAILTO:a@b@Example.ORG' }, 'mbox:a@b@example.org'],
    [
      { mbox_sha1sum: 'EBD31E95054C018B10727CCFFD2EF2EC3A016EE9' },
      'mbox_sha1sum:ebd31e95054c018b10727ccffd2ef2ec3a016ee9',
    ],
    [{ openid: 'http://Zhang.example.org/' }, 'openid:http://Zhang.example.org/'],
    [{ account: { homePage: 'http://example.org', name: 'a|b' } }, 'account:http://example.org|a|b'],
    [
      { account: { homePage: 'http://example.org|a', name: 'b' } },
      String.raw`account:http://example.org\|a|b`,
    ],
    [{ objectType: 'Group', member: [mail('a')] }, undefined],
  ])('%j is %s', (actor, identifier) => {
    expect(identifierOf(actor)).toBe(identifier);
  });

  it('are the same for two accounts only where home page and name are', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '|', '\\') });
    fc.assert(
      fc.property(text, text, text, text, (homePage, name, otherPage, otherName) => {
        const same =
          identifierOf({ account: { homePage, name } }) ===
          identifierOf({ account: { homePage: otherPage, name: otherName } });
        expect(same).toBe(homePage === otherPage && name === otherName);
      }),
    );
  });

  it('are found wherever a statement names somebody, once each', () => {
    const twice = { ...crowded, object: { objectType: 'Agent' as const, ...mail('a') } };
    expect([...identifiersOf(crowded)].sort()).toEqual([
      'account:http://example.org|f',
      ...['a', 'b', 'c', 'class', 'd', 'e', 'h', 'i', 'j', 'k'].map((name) => `mbox:${name}@example.org`),
      'openid:http://g.example.org',
    ]);
    expect(
      [...identifiersOf(twice)].filter((identifier) => identifier === 'mbox:a@example.org'),
    ).toHaveLength(1);
  });
});

describe('replacing agents', () => {
  it('visits members before their group', () => {
    const seen: (string | undefined)[] = [];
    visitAgents({ actor: crowded.actor, verb: crowded.verb, object: { id: 'x:y' } }, (actor) =>
      seen.push(actor.mbox),
    );
    expect(seen).toEqual(['mailto:a@example.org', 'mailto:b@example.org', 'mailto:class@example.org']);
  });

  it('returns the very statement where nothing changes', () => {
    fc.assert(
      fc.property(arbitraryStatement, (statement) => {
        expect(mapAgents(statement, (actor) => actor)).toBe(statement);
      }),
    );
  });

  it('shares what names nobody, and leaves the statement given as it was', () => {
    const before = JSON.stringify(crowded);
    const mapped = mapAgents(crowded, (actor) =>
      actor.mbox === 'mailto:c@example.org' ? mail('new') : actor,
    );
    expect(mapped.context).toBe(crowded.context);
    expect(mapped.actor).toBe(crowded.actor);
    expect(mapped.object).toMatchObject({ actor: mail('new') });
    expect(JSON.stringify(crowded)).toBe(before);
  });
});

describe('pseudonyms', () => {
  it('take the place of every identity, without names; anonymous groups keep their members', () => {
    const pseudonymous = pseudonymise(crowded, (identifier) => ({
      pid: `pid-of-${identifier.length}`,
      form: 0,
    }));
    expect(JSON.stringify(pseudonymous)).not.toMatch(/mailto|example\.org"|Team of Li|"B"/);
    expect(pseudonymous.actor).toEqual(
      pseudonymousGroup('pid-of-22', [pseudonymousAgent('pid-of-18'), pseudonymousAgent('pid-of-18')]),
    );
    expect(pseudonymous.context?.team).toEqual({
      objectType: 'Group',
      member: [pseudonymousAgent('pid-of-27')],
      // from which who may know people gets the name
      '~name': 'pid-of-16',
    });
    expect(pseudonymous.context?.contextAgents?.[0]).toEqual({
      objectType: 'contextAgent',
      agent: pseudonymousAgent('pid-of-18'),
      relevantTypes: ['http://example.org/nurse'],
    });
  });

  it('are recognised, and nothing else is', () => {
    expect(pidOf(pseudonymousAgent('abc'))).toBe('abc');
    expect(pidOf(pseudonymousGroup('abc'))).toBe('abc');
    expect(pidOf({ account: { homePage: 'http://example.org', name: 'abc' } })).toBeUndefined();
    expect(pidOf(mail('abc'))).toBeUndefined();
  });

  it('leave no identifier of any generated statement in its agents', () => {
    fc.assert(
      fc.property(arbitraryStatement, (statement) => {
        const left: Actor[] = [];
        visitAgents(
          pseudonymise(statement, () => ({ pid: 'pid', form: 0 })),
          (actor) => {
            const isPseudonym =
              pidOf(actor) === 'pid' || (actor.objectType === 'Group' && actor.account === undefined);
            if (
              !isPseudonym ||
              'name' in actor ||
              'mbox' in actor ||
              'openid' in actor ||
              'mbox_sha1sum' in actor
            )
              left.push(actor);
          },
        );
        expect(left).toEqual([]);
      }),
    );
  });
});
