import {
  formatRuleError,
  citation,
  isSignature,
  signatureFlaw,
  type Attachment,
  type Statement,
  type XapiVersion,
} from '#libs/xapi';
import { ProblemException } from '../http/problem.js';
import type { Incoming } from './incoming-statements.js';

interface Placed {
  readonly attachment: Attachment;
  readonly path: string;
  /** Undefined for attachments of a sub-statement, which nobody signs. */
  readonly of: Statement | undefined;
}

/** Hashes of the data that statements and their sub-statements attach, lower-case hexadecimal. */
export function attachmentHashes(statements: readonly Statement[]): ReadonlySet<string> {
  return new Set(attachmentsOf(statements).map(({ sha2 }) => sha2.toLowerCase()));
}

export function attachmentsOf(statements: readonly Statement[]): Attachment[] {
  return statements.flatMap((statement) => placed(statement, '').map(({ attachment }) => attachment));
}

/**
 * Every attachment has its data in the request or a fileUrl (xAPI 1.0.3, Data 2.4.11 and Communication 1.5.2), and
 * every signature is there and right (Data 2.6).
 * @throws ProblemException 400 with the first that has not
 */
export async function checkAttachments(
  { statements, files }: Pick<Incoming, 'statements' | 'files'>,
  version: XapiVersion,
  isBatch: boolean,
): Promise<void> {
  for (const [index, statement] of statements.entries())
    for (const one of placed(statement, isBatch ? `[${index}].` : '')) await check(one, files, version);
}

function placed(statement: Statement, prefix: string): Placed[] {
  const { attachments, object } = statement;
  const own = (attachments ?? []).map((attachment, index) => ({
    attachment,
    path: `${prefix}attachments[${index}]`,
    of: statement,
  }));
  if (object.objectType !== 'SubStatement') return own;
  const inner = (object.attachments ?? []).map((attachment, index) => ({
    attachment,
    path: `${prefix}object.attachments[${index}]`,
    of: undefined,
  }));
  return [...own, ...inner];
}

/** A signature is read whole: it holds the statement once more. */
const longestSignature = 1024 * 1024;

async function check(
  { attachment, path, of }: Placed,
  files: Incoming['files'],
  version: XapiVersion,
): Promise<void> {
  const refused = (rule: 'attachments' | 'signature', message: string): ProblemException => {
    const said = formatRuleError({ path, message, rule: citation(rule, version) });
    return new ProblemException('invalid', {
      zh: `没有保存任何内容。${said}`,
      en: `Nothing was stored. ${said}`,
    });
  };
  const file = files.get(attachment.sha2.toLowerCase());
  if (of !== undefined && isSignature(attachment)) {
    if (attachment.contentType.trim().toLowerCase() !== 'application/octet-stream')
      throw refused('signature', 'must have the contentType application/octet-stream, as a signature');
    if (file === undefined) throw refused('signature', 'must come with its data, as a signature');
    if (file.length > longestSignature) throw refused('signature', 'is longer than 1 MB');
    const flaw = signatureFlaw((await file.head(longestSignature)).toString('latin1'), of, version);
    if (flaw !== undefined) throw refused('signature', flaw);
  }
  if (file === undefined && attachment.fileUrl === undefined)
    throw refused('attachments', 'must have a fileUrl, or a part of the request with its sha2');
}
