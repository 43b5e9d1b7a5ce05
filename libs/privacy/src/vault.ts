import type { LearnerPid } from '#libs/contracts';

/** A person as met: what the pseudonym stands for. */
export interface VaultEntry {
  readonly pid: LearnerPid;
  /** By `identifierOf` of libs/xapi. */
  readonly identifier: string;
  /** The xAPI agent as it was written, given back on reading. */
  readonly agent: Readonly<Record<string, unknown>>;
}

/** One of the ways in which a person was written: 0 is the first seen. */
export interface FormRef {
  readonly pid: LearnerPid;
  readonly form: number;
}

export interface AgentForm extends FormRef {
  /** JSON of the agent. */
  readonly agent: string;
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
  /**
   * Keeps who is not kept yet, and every way in which a person is written; cheap for what was seen before. Erased
   * people are not taken in again.
   * @returns the number of each entry's form
   */
  remember(tenant: string, entries: readonly VaultEntry[]): Promise<readonly number[]>;
  /** What was sent as these forms; a form that is not kept is the first seen, erased and unknown people are absent. */
  revealForms(tenant: string, asked: readonly FormRef[]): Promise<AgentForm[]>;
  /** Agents as JSON by pid; erased and unknown people are absent. */
  reveal(tenant: string, pids: readonly LearnerPid[]): Promise<Map<LearnerPid, string>>;
  contacts(tenant: string, pids: readonly LearnerPid[]): Promise<Map<LearnerPid, Contact>>;
  /** Pids of the people whose whole name or pinyin initials these are. The caller cuts them to the reader's region. */
  findByName(tenant: string, text: string): Promise<LearnerPid[]>;
}
