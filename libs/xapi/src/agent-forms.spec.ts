import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  agentForm,
  agentRefs,
  identify,
  pseudonymise,
  sameForm,
  withoutMarks,
  type AgentRef,
} from './agent-forms.js';
import { identifierOf } from './agents.js';
import type { Actor, Statement } from './statement.js';
import { contentHash } from './statement-identity.js';
import { arbitraryStatement } from './testing/arbitrary-statement.js';

/** Numbers the forms of each person as they are met, as the vault does. */
function vault() {
  const forms = new Map<string, string[]>();
  return {
    refOf: (identifier: string, actor: Actor): AgentRef => {
      const pid = `pid-${Buffer.from(identifier).toString('hex')}`;
      const known = forms.get(pid) ?? [];
      forms.set(pid, known);
      const text = JSON.stringify(agentForm(actor));
      if (!known.includes(text)) known.push(text);
      return { pid, form: known.indexOf(text) };
    },
    formOf: ({ pid, form }: AgentRef): Actor | undefined => {
      const text = forms.get(pid)?.[form];
      return text === undefined ? undefined : (JSON.parse(text) as Actor);
    },
  };
}

const verb = { id: 'http://example.org/did' };
const of = (actor: Actor): Statement => ({ actor, verb, object: { id: 'http://example.org/it' } });

describe('the forms of people', () => {
  it('are the same exactly where their JSON is', () => {
    const written = fc.record(
      {
        objectType: fc.constantFrom('Agent' as const, undefined),
        name: fc.constantFrom('Li', undefined),
        mbox: fc.constantFrom('mailto:li@example.org', 'mailto:li@EXAMPLE.org', undefined),
        account: fc.constantFrom({ homePage: 'http://a', name: '1' }, { homePage: 'http://b', name: '1' }),
        openid: fc.constantFrom('http://li.example.org', undefined),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(written, written, (one, other) => {
        expect(sameForm(one as Actor, other as Actor)).toBe(
          JSON.stringify(agentForm(one as Actor)) === JSON.stringify(agentForm(other as Actor)),
        );
      }),
    );
  });

  it('give back to the letter what was sent, however a person was written', () => {
    fc.assert(
      fc.property(fc.array(arbitraryStatement, { maxLength: 3 }), (statements) => {
        const { refOf, formOf } = vault();
        const stored = statements.map((statement) => JSON.stringify(pseudonymise(statement, refOf)));
        const read = stored.map((json) => identify(JSON.parse(json) as Statement, formOf));
        expect(read).toEqual(JSON.parse(JSON.stringify(statements)));
      }),
    );
  });

  it('keep name, way of writing and objectType of each statement apart', () => {
    const { refOf, formOf } = vault();
    const ways: Actor[] = [
      { mbox: 'mailto:li@example.org' },
      { objectType: 'Agent', name: '李', mbox: 'mailto:li@Example.org' },
      { name: 'Li', mbox: 'mailto:li@example.org' },
      {
        objectType: 'Group',
        name: 'Li',
        mbox: 'mailto:li@example.org',
        member: [{ mbox: 'mailto:li@EXAMPLE.org' }],
      },
      { objectType: 'Group', name: 'Ward 3', member: [{ name: 'Li', mbox: 'mailto:li@example.org' }] },
    ];
    const stored = ways.map((actor) => pseudonymise(of(actor), refOf));
    expect(stored.map((statement) => identify(statement, formOf).actor)).toEqual(ways);
    expect(JSON.stringify(stored)).not.toMatch(/li@|李|"Li"|Ward/i);
  });

  it('leave no mark for the first, which nearly every statement has', () => {
    const { refOf } = vault();
    const json = JSON.stringify(pseudonymise(of({ name: 'Li', mbox: 'mailto:li@example.org' }), refOf));
    expect(json).not.toContain('~');
    expect(withoutMarks(json)).toBe(json);
  });

  it('are marked with nothing that a reader without the right sees', () => {
    fc.assert(
      fc.property(arbitraryStatement, (statement) => {
        const marked = JSON.stringify(
          pseudonymise(statement, (identifier) => ({ pid: identifier.length.toString(), form: 7 })),
        );
        const plain = JSON.stringify(
          pseudonymise({ ...statement }, (identifier) => ({
            pid: identifier.length.toString(),
            form: 0,
          })),
        );
        expect(withoutMarks(marked)).toBe(withoutMarks(plain));
        expect(withoutMarks(marked)).not.toMatch(/"~form"/);
      }),
    );
  });

  it('change nothing of what makes statements equal', () => {
    fc.assert(
      fc.property(arbitraryStatement, (statement) => {
        const as = (form: number) => contentHash(pseudonymise(statement, () => ({ pid: 'p', form })));
        expect(as(3)).toBe(as(0));
      }),
    );
  });

  it('leave who is erased a pseudonym', () => {
    const { refOf } = vault();
    refOf('mbox:li@example.org', { mbox: 'mailto:li@example.org' });
    const stored = pseudonymise(of({ name: 'Li', mbox: 'mailto:li@example.org' }), refOf);
    const [ref] = agentRefs([stored]);
    expect(ref?.form).toBe(1);
    expect(JSON.stringify(identify(stored, () => undefined))).toBe(withoutMarks(JSON.stringify(stored)));
    expect(identifierOf(identify(stored, () => undefined).actor)).toContain(ref?.pid);
  });
});
