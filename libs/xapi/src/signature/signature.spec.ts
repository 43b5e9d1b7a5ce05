import { describe, expect, it } from '@jest/globals';
import type { Statement } from '../statement.js';
import { issuerCertificate, signerCertificate } from '../testing/certificates.js';
import { fullStatement, put } from '../testing/rule-rows.js';
import { signStatement } from '../testing/sign-statement.js';
import { signatureFlaw, signatureUsageType } from './signature.js';

const attachment = {
  usageType: signatureUsageType,
  display: { en: 'Signature' },
  contentType: 'application/octet-stream',
  length: 1,
  sha2: '0'.repeat(64),
};

/** The statement as it is sent: with the attachment of its signature beside its others. */
function sent(change: (statement: Record<string, unknown>) => unknown = () => undefined): Statement {
  const statement = fullStatement();
  change(statement);
  const others = (statement.attachments ?? []) as object[];
  return { ...statement, attachments: [...others, attachment] } as unknown as Statement;
}

describe('a signature (Data 2.6)', () => {
  it.each(['RS256', 'RS384', 'RS512'])('under %s holds', (alg) => {
    expect(signatureFlaw(signStatement(fullStatement(), { alg }), sent(), '1.0.3')).toBeUndefined();
  });

  it('holds where statement and payload differ only in what makes no difference', () => {
    const payload = put(put(fullStatement(), 'result.duration', 'PT4H35M59.149S'), 'stored', undefined);
    expect(signatureFlaw(signStatement(put(payload, 'id', undefined)), sent(), '1.0.3')).toBeUndefined();
    const spelt = put(fullStatement(), 'actor.mbox', 'mailto:zhang@Example.ORG');
    expect(signatureFlaw(signStatement(spelt), sent(), '1.0.3')).toBeUndefined();
    const bare = put(fullStatement(), 'attachments', undefined);
    expect(
      signatureFlaw(
        signStatement(bare),
        sent((statement) => put(statement, 'attachments', undefined)),
        '1.0.3',
      ),
    ).toBeUndefined();
  });

  it.each<[string, string, RegExp]>([
    ['no JWS', 'not.a jws.x', /compact form/],
    ['two parts', signStatement(fullStatement()).split('.').slice(0, 2).join('.'), /compact form/],
    ['another algorithm', signStatement(fullStatement(), { alg: 'HS256' }), /RS256, RS384 or RS512/],
    ['no algorithm', signStatement(fullStatement(), { alg: 'none' }), /RS256, RS384 or RS512/],
    ['a payload that is no JSON', signStatement("{'id': 1}"), /not a legal statement/],
    ['another actor', signStatement(put(fullStatement(), 'actor.mbox', 'mailto:li@example.org')), /differs/],
    ['another verb', signStatement(put(fullStatement(), 'verb.id', 'http://example.org/other')), /differs/],
    [
      'another id',
      signStatement(put(fullStatement(), 'id', '6690e6c9-3ef0-4ed3-8b37-7f3964730bee')),
      /differs/,
    ],
    [
      'a duration 0.02 s longer',
      signStatement(put(fullStatement(), 'result.duration', 'PT4H35M59.16S')),
      /differs/,
    ],
  ])('with %s does not', (_, jws, flaw) => {
    expect(signatureFlaw(jws, sent(), '1.0.3')).toMatch(flaw);
  });

  describe('with certificates in its header', () => {
    const signed = (x5c: unknown) => signStatement(fullStatement(), { x5c });

    it.each([
      ['its own', [signerCertificate]],
      ['its own and its issuer', [signerCertificate, issuerCertificate]],
    ])('holds under %s', (_, x5c) => {
      expect(signatureFlaw(signed(x5c), sent(), '2.0.0')).toBeUndefined();
    });

    it.each([
      ['somebody else', [issuerCertificate], /is not verified by the certificate/],
      [
        'an issuer that did not issue it',
        [signerCertificate, signerCertificate],
        /certificate 1 is not issued/,
      ],
      ['nothing', [], /no chain/],
      ['no certificate', ['AAAA'], /no chain/],
      ['no text', [1], /no chain/],
    ])('does not under %s', (_, x5c, flaw) => {
      expect(signatureFlaw(signed(x5c), sent(), '2.0.0')).toMatch(flaw);
    });

    it('does not where a byte of it was changed', () => {
      const [head = '', payload = '', signature = ''] = signed([signerCertificate]).split('.');
      const broken = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
      expect(signatureFlaw([head, payload, broken].join('.'), sent(), '1.0.3')).toMatch(/is not verified/);
    });
  });
});
