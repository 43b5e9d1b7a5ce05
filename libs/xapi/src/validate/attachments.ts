import { child, isJsonObject, item, type Findings } from './findings.js';
import { checkLanguageMap } from './language-map.js';
import { checkIri } from './scalars.js';

/** RFC 2046 type/subtype with parameters, by best effort. */
const mediaType = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:\s*;[^\r\n]*)?$/;
/** SHA-224, 256, 384 and 512, in hexadecimal digits. */
const sha2 = /^(?:[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/i;

const required = ['usageType', 'display', 'contentType', 'length', 'sha2'];

export function checkAttachments(value: unknown, path: string, findings: Findings): void {
  if (!Array.isArray(value)) {
    findings.wrongType(path, 'an array', value, 'attachments');
    return;
  }
  for (let index = 0; index < value.length && !findings.full; index++) {
    checkAttachment(value[index], item(path, index), findings);
  }
}

function checkAttachment(value: unknown, path: string, findings: Findings): void {
  if (!isJsonObject(value)) {
    findings.wrongType(path, 'an attachment', value, 'attachments');
    return;
  }
  for (const key in value) {
    const part = value[key];
    const at = child(path, key);
    switch (key) {
      case 'usageType':
      case 'fileUrl':
        checkIri(part, at, 'attachments', findings);
        break;
      case 'display':
      case 'description':
        checkLanguageMap(part, at, findings);
        break;
      case 'contentType':
        if (typeof part !== 'string' || !mediaType.test(part)) {
          findings.refuse(at, 'must be an Internet media type', 'attachments');
        }
        break;
      case 'length':
        if (typeof part !== 'number' || !Number.isInteger(part) || part < 0) {
          findings.refuse(at, 'must be a whole number of bytes', 'attachments');
        }
        break;
      case 'sha2':
        if (typeof part !== 'string' || !sha2.test(part)) {
          findings.refuse(at, 'must be a SHA-2 hash in hexadecimal digits', 'attachments');
        }
        break;
      default:
        findings.unknownKey(path, key);
    }
  }
  for (const key of required) {
    if (value[key] === undefined) findings.missing(path, key, 'attachments');
  }
}
