import { describe, expect, it } from '@jest/globals';
import { parseDocumentQuery } from './document-query.js';

const activityId = 'http://example.org/course';
const agent = '{"mbox":"mailto:zhang@example.org"}';
const registration = 'EC531277-B57B-4C15-8D91-D292C5B2B8F7';

describe('parameters of documents (1.0.3 Communication 2.3, 2.6, 2.7)', () => {
  it('are read by type', () => {
    const parameters = { activityId, agent, registration, stateId: 's', since: '2026-03-02T00:00:00Z' };
    expect(parseDocumentQuery('state', parameters, '1.0.3', true)).toEqual({
      ok: true,
      query: {
        activity: activityId,
        agent: { mbox: 'mailto:zhang@example.org' },
        registration: registration.toLowerCase(),
        id: 's',
        since: Date.UTC(2026, 2, 2),
      },
    });
  });

  it.each([
    ['state', { agent, stateId: 's' }, /^activityId: is required/],
    ['state', { activityId, stateId: 's' }, /^agent: is required/],
    ['state', { activityId, agent }, /^stateId: is required/],
    ['state', { activityId: 'no scheme', agent, stateId: 's' }, /^activityId: must be an IRI/],
    ['state', { activityId, agent: 'Zhang', stateId: 's' }, /^agent: must be .* JSON/],
    ['state', { activityId, agent: 'true', stateId: 's' }, /^agent/],
    ['state', { activityId, agent: '{}', stateId: 's' }, /^agent/],
    [
      'state',
      { activityId, agent: '{"objectType":"Group","mbox":"mailto:g@example.org"}', stateId: 's' },
      /not a group/,
    ],
    ['state', { activityId, agent, stateId: 's', registration: 'true' }, /^registration: must be a UUID/],
    ['state', { activityId, agent, stateId: 's', since: 'yesterday' }, /^since: must be a date/],
    ['activity-profile', { activityId }, /^profileId: is required/],
    ['activity-profile', { profileId: 'p' }, /^activityId: is required/],
    ['agent-profile', { profileId: 'p' }, /^agent: is required/],
  ] as const)('%s %j: %s', (resource, parameters, message) => {
    const result = parseDocumentQuery(resource, parameters, '1.0.3', false);
    expect(result.ok ? [] : result.errors).toEqual([expect.stringMatching(message)]);
  });

  it('an id may be left out where several are meant', () => {
    for (const [resource, parameters] of [
      ['state', { activityId, agent }],
      ['activity-profile', { activityId }],
      ['agent-profile', { agent }],
    ] as const)
      expect(parseDocumentQuery(resource, parameters, '2.0.0', true).ok).toBe(true);
  });
});
