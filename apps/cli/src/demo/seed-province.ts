import { Roster, type LearnerAccount, type LearnerPid } from '#libs/contracts';
import { pseudonym } from '#libs/privacy';
import type { Province, SimulatedStatement } from '#libs/simulator';
import { identifierOf, validateStatement, type Statement } from '#libs/xapi';
import type { Platform } from '../../../host/src/index.js';
import { DEFAULT_TENANT } from '../../../host/src/index.js';

/** Statements handed in at once. */
const AT_ONCE = 5000;

/**
 * Lets the province live from its past to the present and hands in all that arrived meanwhile, as if it had been
 * stored when it arrived. Resolves with the number of statements.
 */
export async function seedHistory(
  platform: Pick<Platform, 'intake' | 'stores' | 'keyring' | 'tenantClock'>,
  province: Province,
  onProgress: (statements: number) => void,
): Promise<number> {
  const { timeZone } = await platform.tenantClock.moment(DEFAULT_TENANT);
  let waiting: SimulatedStatement[] = [];
  let sent = 0;
  const arrived: SimulatedStatement[] = [];
  for (const step of province.days(province.present)) arrived.push(...step.statements);
  await applyRoster(platform, Roster.parse(province.rosterNow()));
  const send = async (): Promise<void> => {
    const part = waiting;
    waiting = [];
    await platform.intake({
      tenant: { id: DEFAULT_TENANT, timeZone },
      statements: part.map(({ statement }) => legal(statement)),
      version: '1.0.3',
      authority: {
        objectType: 'Agent',
        account: { homePage: 'https://w3id.org/snowlight', name: 'simulator' },
      },
      stored: part.map(({ arrivesAt }) => arrivesAt),
      source: 'simulator',
      whenFull: 'wait',
    });
    sent += part.length;
    onProgress(sent);
  };
  for (const one of arrived) {
    waiting.push(one);
    if (waiting.length === AT_ONCE) await send();
  }
  if (waiting.length > 0) await send();
  return sent;
}

/** Takes the roster in, but for people who were erased from the demo meanwhile: the simulator goes on knowing them. */
export async function applyRoster({ stores, keyring }: RosterOwner, roster: Roster): Promise<void> {
  const pidOf = pidFor({ keyring });
  const { problems } = await stores.roster.apply(DEFAULT_TENANT, roster, pidOf, 'simulator');
  if (problems.length === 0) return;
  const pids = problems.map(({ part, index }) => {
    const row = roster[part][index];
    return row !== undefined && 'account' in row ? pidOf(row.account) : null;
  });
  const erased = await stores.vault.erased(
    DEFAULT_TENANT,
    pids.filter((pid) => pid !== null),
  );
  const wrong = problems.find((_, at) => pids[at] == null || !erased.has(pids[at]));
  if (wrong !== undefined) throw new Error(`the simulated roster was refused: ${JSON.stringify(wrong)}`);
}

export interface RosterOwner extends Pick<Platform, 'keyring'> {
  readonly stores: {
    readonly roster: Pick<Platform['stores']['roster'], 'apply'>;
    readonly vault: Pick<Platform['stores']['vault'], 'erased'>;
  };
}

export function pidFor({ keyring }: Pick<Platform, 'keyring'>): (account: LearnerAccount) => LearnerPid {
  const keys = keyring.tenant(DEFAULT_TENANT);
  return (account) => pseudonym(keys, identifierOf({ objectType: 'Agent', account }) ?? '');
}

function legal(statement: unknown): Statement {
  const result = validateStatement(statement, '1.0.3');
  if (result.ok) return result.statement;
  throw new Error(`the simulator made a statement that is not legal: ${JSON.stringify(result.errors[0])}`);
}
