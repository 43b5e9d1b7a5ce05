import { describe, expect, it } from '@jest/globals';
import { StatementMemory } from '#pipelines/ingest';
import type { AgentRef } from '#libs/xapi';
import { KnownForms } from './known-forms.js';
import type { RecordStoreDependencies } from './record-store.dependencies.js';

const li = { pid: 'p1', form: 0 };
const sent = { objectType: 'Agent', name: '李医生', mbox: 'mailto:li@example.org' };

function vaultOf(people: Map<string, object>) {
  const asked: AgentRef[] = [];
  const vault = {
    revealForms: (_: string, refs: readonly AgentRef[]) => {
      asked.push(...refs);
      return Promise.resolve(
        refs.flatMap(({ pid, form }) => {
          const agent = people.get(pid);
          return agent === undefined ? [] : { pid, form, agent: JSON.stringify(agent) };
        }),
      );
    },
  } as unknown as RecordStoreDependencies['vault'];
  return { vault, asked };
}

describe('people as they were sent', () => {
  it('are asked for once', async () => {
    const { vault, asked } = vaultOf(new Map([['p1', sent]]));
    const known = new KnownForms({ vault, memory: new StatementMemory(0) });
    await known.reveal('t', [li]);
    expect((await known.reveal('t', [li]))(li)).toEqual(sent);
    expect(asked).toEqual([li]);
  });

  it('are of their tenant alone', async () => {
    const { vault, asked } = vaultOf(new Map([['p1', sent]]));
    const known = new KnownForms({ vault, memory: new StatementMemory(0) });
    await known.reveal('t', [li]);
    await known.reveal('other', [li]);
    expect(asked).toEqual([li, li]);
  });

  it('are forgotten when somebody is erased', async () => {
    const people = new Map([['p1', sent]]);
    const memory = new StatementMemory(0);
    const known = new KnownForms({ vault: vaultOf(people).vault, memory });
    await known.reveal('t', [li]);
    people.clear();
    memory.changes.everything('t');
    expect((await known.reveal('t', [li]))(li)).toBeUndefined();
  });

  it('are not remembered where erasures happen in other processes too', async () => {
    const people = new Map([['p1', sent]]);
    const known = new KnownForms({ vault: vaultOf(people).vault, memory: null });
    await known.reveal('t', [li]);
    people.clear();
    expect((await known.reveal('t', [li]))(li)).toBeUndefined();
  });
});
