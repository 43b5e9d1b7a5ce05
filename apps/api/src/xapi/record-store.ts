import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { inSlices, type Acceptance } from '#pipelines/ingest';
import {
  batchValidation,
  formatRuleError,
  lenientValidation,
  type Actor,
  type LenientBatchResult,
  type Statement,
  type XapiVersion,
} from '#libs/xapi';
import type { KeyCaller } from '../access/caller.js';
import { ProblemException } from '../http/problem.js';
import { traceOf } from '../http/request-trace.js';
import type { XapiCall } from './frame/call.js';
import { accountOfKey } from './account-of-key.js';
import { checkAttachments } from './attachment-rules.js';
import { incomingOf } from './incoming.js';
import { keepFiles } from './keep-files.js';
import {
  recordStoreDependencies,
  type RecordStoreDependencies,
  type TenantMoment,
} from './record-store.dependencies.js';
import { StoredClock } from './stored-clock.js';

/** Decides what of a request is stored. */
@Injectable()
export class RecordStore {
  constructor(
    @Inject(recordStoreDependencies) private readonly store: RecordStoreDependencies,
    private readonly clock: StoredClock,
  ) {}

  get tenantOf(): RecordStoreDependencies['tenantOf'] {
    return this.store.tenantOf;
  }

  /**
   * Stores a body of one statement or an array of them with their attachments, all or nothing, and gives their ids.
   * @param onlyId PUT: the id in the query, which the statement must have or gets
   */
  async take(
    { key, tenant, version }: XapiCall,
    request: FastifyRequest,
    onlyId?: string,
  ): Promise<readonly string[]> {
    const all = wantsAllErrors(request.headers.prefer);
    let isBatch = false;
    let corrections: Legal['corrections'];
    const incoming = await incomingOf(request, {
      tenant: tenant.id,
      version,
      blobs: this.store.blobs,
      mostAttachmentBytes: this.store.mostAttachmentBytes,
      legal: async (body) => {
        isBatch = Array.isArray(body);
        const found = await legal(body, version, tenant.xapiMode, all);
        corrections = found.corrections;
        return found.statements;
      },
    });
    try {
      await checkAttachments(incoming, version, isBatch);
      const { statements, files } = incoming;
      const wanted = onlyId === undefined ? statements : [withId(statements, onlyId)];
      const acceptance = await this.clock.during(tenant, (stored) =>
        this.store.intake({
          tenant,
          statements: wanted,
          ...(corrections && { corrections }),
          version,
          authority: this.#authority(key),
          stored,
          trace: traceOf(request),
          source: 'xapi',
          beforePublish: (kept) => keepFiles(this.store, tenant.id, files, kept),
        }),
      );
      const ids = idsOf(acceptance);
      const { id, isSampled } = traceOf(request);
      if (isSampled) request.log.info({ trace: id, step: 'accepted', statements: ids.length }, 'trace');
      return ids;
    } finally {
      await incoming.discard();
    }
  }

  /** The key that brought a statement, as the agent that vouches for it. */
  #authority(key: KeyCaller): Actor {
    return {
      objectType: 'Agent',
      account: { homePage: this.store.publicUrl, name: accountOfKey(key.keyId) },
    };
  }
}

/** RFC 7240; of ours: `Prefer: errors=all` asks for every error of a refused body instead of the first. */
function wantsAllErrors(prefer: string | string[] | undefined): boolean {
  return [prefer ?? []].flat().some((header) => /(?:^|[,;\s])errors="?all"?(?:$|[,;\s])/i.test(header));
}

type Legal = Extract<LenientBatchResult, { ok: true }>;

async function legal(
  body: unknown,
  version: XapiVersion,
  mode: TenantMoment['xapiMode'],
  all: boolean,
): Promise<Legal> {
  const validation = mode === 'lenient' ? lenientValidation : batchValidation;
  const result: LenientBatchResult = await inSlices<LenientBatchResult>(validation(body, version, { all }));
  if (result.ok) return result;
  const said = result.errors.map((error) => formatRuleError(error));
  throw new ProblemException(
    'invalid',
    { zh: `没有保存任何内容。${said[0] ?? ''}`, en: `Nothing was stored. ${said[0] ?? ''}` },
    {
      errors: result.errors.map(({ path, message, rule }) => ({
        path,
        message: { zh: `${message} (${rule})`, en: `${message} (${rule})` },
      })),
    },
  );
}

function withId(statements: readonly Statement[], id: string): Statement {
  const [statement, second] = statements;
  if (statement === undefined || second !== undefined)
    throw new ProblemException('bad-request', {
      zh: 'PUT 只接受一条 statement;多条请用 POST。',
      en: 'PUT takes one statement; use POST for several.',
    });
  if (statement.id !== undefined && statement.id.toLowerCase() !== id.toLowerCase())
    throw new ProblemException('bad-request', {
      zh: 'statement.id 与 statementId 参数不同。',
      en: 'statement.id differs from the statementId parameter.',
    });
  return { ...statement, id };
}

function idsOf(acceptance: Acceptance): readonly string[] {
  if (acceptance.kind === 'accepted') return acceptance.ids;
  throw new ProblemException('conflict', {
    zh: `statement ${acceptance.id} 已存在且内容不同;没有保存任何内容。`,
    en: `Statement ${acceptance.id} is stored with other content; nothing of the request was stored.`,
  });
}
