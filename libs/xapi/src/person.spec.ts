import { expect, it } from '@jest/globals';
import { personOf } from './person.js';

it('a person has every name and identifier of its agents, each once', () => {
  const account = { homePage: 'http://example.org', name: 'zhang' };
  expect(
    personOf([
      { name: '张三', mbox: 'mailto:zhang@example.org' },
      { name: 'Zhang San', account },
      { name: '张三', account: { ...account } },
      { openid: 'http://zhang.example.org' },
    ]),
  ).toEqual({
    objectType: 'Person',
    name: ['张三', 'Zhang San'],
    mbox: ['mailto:zhang@example.org'],
    openid: ['http://zhang.example.org'],
    account: [account],
  });
});
