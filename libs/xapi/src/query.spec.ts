import { describe, expect, it } from '@jest/globals';
import { parseStatementQuery } from './query.js';

const id = 'fd41c918-b88b-4b20-a0a5-a4c32391aaa0';
const everything = {
  type: 'list',
  relatedActivities: false,
  relatedAgents: false,
  limit: 0,
  ascending: false,
  format: 'exact',
  attachments: false,
};

describe('the query of statements', () => {
  it('without parameters asks for everything, newest first', () => {
    expect(parseStatementQuery({}, '1.0.3')).toEqual({ ok: true, query: everything });
  });

  it('takes every filter', () => {
    const parameters = {
      agent: '{"mbox":"mailto:a@example.org"}',
      verb: 'http://example.org/did',
      activity: 'course-v1:Rural+CME+2026',
      registration: id.toUpperCase(),
      related_activities: 'true',
      related_agents: 'false',
      since: '2026-03-02T08:15:30+08:00',
      until: '2026-03-02T00:15:30.001Z',
      limit: '50',
      ascending: 'true',
      format: 'canonical',
      attachments: 'true',
    };
    expect(parseStatementQuery(parameters, '1.0.3')).toEqual({
      ok: true,
      query: {
        type: 'list',
        agent: { mbox: 'mailto:a@example.org' },
        verb: 'http://example.org/did',
        activity: 'course-v1:Rural+CME+2026',
        registration: id,
        relatedActivities: true,
        relatedAgents: false,
        since: Date.UTC(2026, 2, 2, 0, 15, 30),
        until: Date.UTC(2026, 2, 2, 0, 15, 30, 1),
        limit: 50,
        ascending: true,
        format: 'canonical',
        attachments: true,
      },
    });
  });

  it('takes one id, voided or not, with its presentation', () => {
    expect(parseStatementQuery({ statementId: id, format: 'ids', verb: undefined }, '1.0.3')).toEqual({
      ok: true,
      query: { type: 'single', id, voided: false, format: 'ids', attachments: false },
    });
    expect(parseStatementQuery({ voidedStatementId: id, attachments: 'true' }, '1.0.3')).toEqual({
      ok: true,
      query: { type: 'single', id, voided: true, format: 'exact', attachments: true },
    });
  });

  it.each<[Record<string, string | string[]>, string]>([
    [{ statementid: id }, 'statementid: is not a parameter of this resource (names are case-sensitive)'],
    [{ foo: '' }, 'foo: is not a parameter of this resource (names are case-sensitive)'],
    [{ constructor: 'x' }, 'constructor: is not a parameter of this resource (names are case-sensitive)'],
    [{ statementId: 'x' }, 'statementId: must be a UUID'],
    [{ statementId: id, voidedStatementId: id }, 'voidedStatementId: cannot stand beside statementId'],
    [{ statementId: id, limit: '1' }, 'limit: cannot stand beside statementId or voidedStatementId'],
    [{ verb: 'did' }, 'verb: must be an IRI with a scheme'],
    [{ activity: '' }, 'activity: must be an IRI with a scheme'],
    [{ registration: 'x' }, 'registration: must be a UUID'],
    [{ since: 'yesterday' }, 'since: must be a date and time with an offset, such as 2026-03-02T08:15:30Z'],
    [
      { until: '2026-03-02T08:15:30-00:00' },
      'until: must be a date and time with an offset, such as 2026-03-02T08:15:30Z',
    ],
    [{ limit: '-1' }, 'limit: must be a whole number, 0 or more'],
    [{ limit: '1e3' }, 'limit: must be a whole number, 0 or more'],
    [{ ascending: 'TRUE' }, 'ascending: must be one of true, false'],
    [{ related_agents: '1' }, 'related_agents: must be one of true, false'],
    [{ format: 'Exact' }, 'format: must be one of ids, exact, canonical'],
    [{ verb: ['x:y', 'x:z'] }, 'verb: must be given once'],
    [{ agent: 'zhang' }, 'agent: must be an agent or an identified group as JSON'],
    [{ agent: '{"mbox":"zhang"}' }, 'agent.mbox: must be a mailto IRI (xAPI 1.0.3, Data 2.4.2.3)'],
    [
      { agent: '{"objectType":"Group","member":[{"mbox":"mailto:a@example.org"}]}' },
      'agent: must have an identifier: anonymous groups cannot be asked for',
    ],
  ])('%j is refused', (parameters, error) => {
    expect(parseStatementQuery(parameters, '1.0.3')).toEqual({ ok: false, errors: [error] });
  });

  it('holds instants to the standard of its version', () => {
    expect(parseStatementQuery({ since: '2026-03-02T08:15:30' }, '1.0.3').ok).toBe(true);
    expect(parseStatementQuery({ since: '2026-03-02T08:15:30' }, '2.0.0').ok).toBe(false);
  });

  it('names every wrong parameter', () => {
    const result = parseStatementQuery({ verb: 'did', limit: 'x', Agent: '' }, '2.0.0');
    expect(result.ok ? [] : result.errors.map((error) => error.split(':')[0])).toEqual([
      'Agent',
      'verb',
      'limit',
    ]);
  });
});
