import { Inject, Injectable } from '@nestjs/common';
import type { Acceptance, Intake } from '#pipelines/ingest';
import {
  formatRuleError,
  validateBatch,
  validateLeniently,
  type Actor,
  type LenientBatchResult,
  type Statement,
  type XapiVersion,
} from '#libs/xapi';
import type { KeyCaller } from '../access/caller.js';
import { ProblemException } from '../http/problem.js';
import {
  recordStoreDependencies,
  type RecordStoreDependencies,
  type TenantMoment,
} from './record-store.dependencies.js';

/** Decides what of a request is stored. */
@Injectable()
export class RecordStore {
  readonly #intake: Intake;
  readonly tenantOf: RecordStoreDependencies['tenantOf'];
  readonly #publicUrl: string;

  constructor(@Inject(recordStoreDependencies) { intake, tenantOf, publicUrl }: RecordStoreDependencies) {
    this.#intake = intake;
    this.tenantOf = tenantOf;
    this.#publicUrl = publicUrl;
  }

  /**
   * Stores a body of one statement or an array of them, all or nothing, and gives their ids.
   * @param onlyId PUT: the id in the query, which the statement must have or gets
   */
  async store(
    key: KeyCaller,
    body: unknown,
    version: XapiVersion,
    onlyId?: string,
  ): Promise<readonly string[]> {
    const tenant = await this.tenantOf(key.tenant);
    const { statements, corrections } = legal(body, version, tenant.xapiMode);
    const acceptance = await this.#intake({
      tenant,
      statements: onlyId === undefined ? statements : [withId(statements, onlyId)],
      ...(corrections && { corrections }),
      version,
      authority: this.#authority(key),
      stored: tenant.now.toISOString(),
      source: 'xapi',
    });
    return idsOf(acceptance);
  }

  /** The key that brought a statement, as the agent that vouches for it. */
  #authority(key: KeyCaller): Actor {
    return { objectType: 'Agent', account: { homePage: this.#publicUrl, name: `key:${key.keyId}` } };
  }
}

function legal(
  body: unknown,
  version: XapiVersion,
  mode: TenantMoment['xapiMode'],
): Extract<LenientBatchResult, { ok: true }> {
  const result: LenientBatchResult =
    mode === 'lenient' ? validateLeniently(body, version) : validateBatch(body, version);
  if (result.ok) return result;
  const said = result.errors.map((error) => formatRuleError(error));
  throw new ProblemException(
    'invalid',
    { zh: `没有保存任何内容。${said[0] ?? ''}`, en: `Nothing was stored. ${said[0] ?? ''}` },
    {
      errors: result.errors.map((error) => ({
        path: error.path,
        message: { zh: error.message, en: error.message },
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
