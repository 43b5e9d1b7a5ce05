import { verify, X509Certificate, type KeyObject } from 'node:crypto';
import { pseudonymise } from '../agent-forms.js';
import { canonicalStatement } from '../canonical-statement.js';
import type { Attachment, Statement } from '../statement.js';
import { isJsonObject } from '../validate/findings.js';
import { validateStatement } from '../validate/statement.js';
import type { XapiVersion } from '../version.js';

export const signatureUsageType = 'http://adlnet.gov/expapi/attachments/signature';

/** The attachment in which a statement's signature stands, whatever else is right about it. */
export function isSignature(attachment: Attachment): boolean {
  return attachment.usageType === signatureUsageType;
}

const algorithms = new Map([
  ['RS256', 'RSA-SHA256'],
  ['RS384', 'RSA-SHA384'],
  ['RS512', 'RSA-SHA512'],
]);

/**
 * What is wrong with the signature of a statement; undefined where nothing is (xAPI 1.0.3, Data 2.6; 2.0, 4.2.6): a
 * JWS in compact form (RFC 7515) under RS256, RS384 or RS512, whose payload is the statement before it was signed.
 * Equal as two statements of one id are: durations to 0.01 s, without what the record store sets. Where the header
 * brings a certificate chain (`x5c`), the first certificate must verify the signature and each the one before it; who
 * is to be trusted is the reader's to decide.
 */
export function signatureFlaw(jws: string, statement: Statement, version: XapiVersion): string | undefined {
  const [head = '', payload = '', signature = '', more] = jws.trim().split('.');
  if (more !== undefined || ![head, payload, signature].every((part) => base64url.test(part)))
    return 'is not a JSON web signature in compact form';
  const header = jsonOf(head);
  if (!isJsonObject(header)) return 'has a JWS header that is no JSON object';
  const algorithm = algorithms.get(header.alg as string);
  if (algorithm === undefined) return 'must be signed with RS256, RS384 or RS512';
  const signed = validateStatement(jsonOf(payload), version);
  if (!signed.ok) return 'has a payload that is not a legal statement';
  if (!isSameStatement(signed.statement, statement)) return 'has a payload that differs from the statement';
  if (header.x5c === undefined) return undefined;
  return certificateFlaw(header.x5c, algorithm, `${head}.${payload}`, Buffer.from(signature, 'base64url'));
}

const base64url = /^[A-Za-z0-9_-]+$/;

function jsonOf(part: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(part, 'base64url')));
  } catch {
    return undefined;
  }
}

function isSameStatement(signed: Statement, sent: Statement): boolean {
  if (signed.id !== undefined && sent.id !== undefined && signed.id.toLowerCase() !== sent.id.toLowerCase())
    return false;
  return comparable(signed) === comparable(sent);
}

/** By identifiers, for which the case of a domain makes no difference (Data 2.3.1). */
function comparable(statement: Statement): string {
  return canonicalStatement(
    pseudonymise(unsigned(statement), (identifier) => ({ pid: identifier, form: 0 })),
  );
}

/** The statement before its signature was attached. */
function unsigned(statement: Statement): Statement {
  const { attachments, ...rest } = statement;
  const others = attachments?.filter((attachment) => !isSignature(attachment)) ?? [];
  return others.length === 0 ? rest : { ...rest, attachments: others };
}

function certificateFlaw(
  x5c: unknown,
  algorithm: string,
  input: string,
  signature: Buffer,
): string | undefined {
  const chain = certificates(x5c);
  const [first] = chain ?? [];
  if (chain === undefined || first === undefined) return 'has an x5c header that is no chain of certificates';
  if (!isRsa(first.publicKey) || !verify(algorithm, Buffer.from(input), first.publicKey, signature))
    return 'is not verified by the certificate in its x5c header';
  for (const [index, certificate] of chain.entries()) {
    const issuer = chain[index + 1];
    if (issuer !== undefined && !(certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)))
      return `has an x5c header whose certificate ${index + 1} is not issued by the next`;
  }
  return undefined;
}

const isRsa = (key: KeyObject): boolean => key.asymmetricKeyType === 'rsa';

function certificates(x5c: unknown): X509Certificate[] | undefined {
  if (!Array.isArray(x5c) || x5c.length === 0 || x5c.length > 10) return undefined;
  try {
    return x5c.map((text: unknown) => {
      if (typeof text !== 'string') throw new TypeError('a certificate is a text in base64');
      return new X509Certificate(Buffer.from(text, 'base64'));
    });
  } catch {
    return undefined;
  }
}
