import type { LearnerPid } from '#libs/contracts';

/** A person as first met: what the pseudonym stands for. */
export interface VaultEntry {
  readonly pid: LearnerPid;
  /** By `identifierOf` of libs/xapi. */
  readonly identifier: string;
  /** The xAPI agent, given back on reading. */
  readonly agent: Readonly<Record<string, unknown>>;
}

export interface Contact {
  readonly name: string | null;
  readonly phone: string | null;
}

/**
 * Who is behind a pseudonym: the only place that knows. Implemented on PostgreSQL by libs/postgres; what stands here
 * keeps this lib free of drivers. No method puts an identity into an error.
 */
export interface Vault {
  /** Keeps who is not kept yet; cheap for people seen before. Erased people are not taken in again. */
  remember(tenant: string, entries: readonly VaultEntry[]): Promise<void>;
  /** Agents as JSON by pid; erased and unknown people are absent. */
  reveal(tenant: string, pids: readonly LearnerPid[]): Promise<Map<LearnerPid, string>>;
  contacts(tenant: string, pids: readonly LearnerPid[]): Promise<Map<LearnerPid, Contact>>;
  /** Pids of the people whose whole name or pinyin initials these are. The caller cuts them to the reader's region. */
  findByName(tenant: string, text: string): Promise<LearnerPid[]>;
  /** Deletes the identity and its only key: what is kept elsewhere is anonymous from here on. False where unknown. */
  erase(tenant: string, pid: LearnerPid): Promise<boolean>;
}
