import { gzipSync } from 'node:zlib';
import { Random } from '../../libs/simulator/src/random.js';
import { basic } from '../support/built-server.js';
import type { RawRequest } from '../support/raw-connection.js';
import { breakFraming, mutateHeaders, type Headers } from './fuzz-headers.js';
import { multipartBody } from './fuzz-multipart.js';
import { queryFor, resourceNames, type ResourceName } from './fuzz-queries.js';
import { statementFrom, statementPool } from './fuzz-statements.js';
import { mutatedBytes } from './mutate-bytes.js';
import { mutatedJson } from './mutate-json.js';

export interface FuzzRequest extends RawRequest {
  /** Nobody can say where it ends: it must be alone on its connection, which may end without an answer. */
  readonly alone: boolean;
}

interface Draft {
  readonly method: string;
  readonly target: string;
  readonly contentType?: string;
  readonly body?: Buffer;
}

const methods = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS'] as const;
const documents: readonly ResourceName[] = ['activities/state', 'activities/profile', 'agents/profile'];

/** Requests by number; by the same seed always the same. */
export class FuzzRequests {
  readonly #pool: readonly Readonly<Record<string, unknown>>[];

  constructor(private readonly seed: number) {
    this.#pool = statementPool(seed, 600);
  }

  at(number: number): FuzzRequest {
    const random = new Random('fuzz', this.seed, number);
    const draft = this.#draft(random);
    const packed = random.chance(0.03) && draft.body !== undefined;
    const body = packed ? gzipped(draft.body ?? Buffer.alloc(0), random) : (draft.body ?? Buffer.alloc(0));
    const headers: Headers = [
      ['Host', '127.0.0.1'],
      ['Authorization', basic],
      ['X-Experience-API-Version', random.chance(0.5) ? '1.0.3' : '2.0.0'],
    ];
    if (draft.contentType !== undefined) headers.push(['Content-Type', draft.contentType]);
    if (packed) headers.push(['Content-Encoding', 'gzip']);
    if (draft.body !== undefined) headers.push(['Content-Length', String(body.length)]);
    if (random.chance(0.12)) mutateHeaders(headers, random);
    const alone = random.chance(0.01);
    if (alone) breakFraming(headers, body.length, random);
    return { method: draft.method, target: draft.target, headers, body, alone };
  }

  #draft(random: Random): Draft {
    const kind = random.uniform();
    const statement = () => statementFrom(this.#pool, random);
    const json = { contentType: 'application/json' };
    if (kind < 0.55)
      return { method: 'POST', target: '/xapi/statements', ...json, body: mutatedJson(statement(), random) };
    if (kind < 0.68) {
      const batch = Array.from({ length: random.whole(0, 8) }, statement);
      return { method: 'POST', target: '/xapi/statements', ...json, body: mutatedJson(batch, random) };
    }
    if (kind < 0.76) {
      const body = statement();
      const id = typeof body.id === 'string' && random.chance(0.9) ? body.id : random.uuid();
      return {
        method: 'PUT',
        target: `/xapi/statements?statementId=${id}`,
        ...json,
        body: mutatedJson(body, random),
      };
    }
    if (kind < 0.87)
      return { method: 'POST', target: '/xapi/statements', ...multipartBody(statement(), random) };
    if (kind < 0.93) return this.#document(random);
    if (kind < 0.96) return { method: 'POST', ...this.#form(random) };
    const resource = random.pick<ResourceName>([...resourceNames, 'statements', 'statements']);
    const method = random.chance(0.9) ? 'GET' : random.pick(methods);
    return { method, target: `/xapi/${resource}${queryFor(resource, random)}` };
  }

  #document(random: Random): Draft {
    const resource = random.pick(documents);
    const body = random.chance(0.7)
      ? mutatedJson({ a: 1, b: { c: [1, 2] } }, random)
      : mutatedBytes(Buffer.from(random.uuid()), random);
    return {
      method: random.pick(['PUT', 'PUT', 'POST', 'DELETE']),
      target: `/xapi/${resource}${queryFor(resource, random)}`,
      contentType: random.pick([
        'application/json',
        'application/json',
        'image/png',
        'text/plain; charset=x',
      ]),
      body,
    };
  }

  /** The alternate request syntax (xAPI 1.0.3, Communication 1.3). */
  #form(random: Random): Omit<Draft, 'method'> {
    const method = random.chance(0.9)
      ? random.pick(methods)
      : random.pick(['', '__proto__', 'post', 'GET&x=1']);
    const content = mutatedJson(statementFrom(this.#pool, random), random);
    const fields = [
      `content=${encodeURIComponent(content.toString('latin1'))}`,
      `X-Experience-API-Version=${random.pick(['1.0.3', '2.0.0', '', 'x'])}`,
      `Content-Type=${random.pick(['application/json', 'x', '', 'multipart/mixed; boundary=b'])}`,
      `Authorization=${encodeURIComponent(random.chance(0.9) ? basic : 'x')}`,
      `statementId=${random.uuid()}`,
      `Content-Length=${random.pick(['-1', '0', '99999999999', 'x'])}`,
      queryFor('activities/state', random).slice(1),
    ];
    const body = Buffer.from(
      random
        .shuffled(fields)
        .slice(0, random.whole(0, fields.length + 1))
        .join('&'),
    );
    return {
      target: `/xapi/${random.pick(['statements', 'activities/state', 'agents'])}?method=${method}`,
      contentType: 'application/x-www-form-urlencoded',
      body: random.chance(0.1) ? mutatedBytes(body, random) : body,
    };
  }
}

function gzipped(body: Buffer, random: Random): Buffer {
  const whole = gzipSync(body);
  return random.chance(0.3) ? mutatedBytes(whole, random) : whole;
}
