import { randomUUID } from 'node:crypto';
import type { LearnerPid } from '#libs/contracts';
import type { Postgres } from '../postgres.js';

/** Writer of `persona_links`: which pseudonyms are one person. Statements stay under the one that they came under. */
export class PersonaStore {
  constructor(private readonly postgres: Postgres) {}

  /** All pseudonyms of the person, the one asked for first. */
  async pidsOf(tenant: string, pid: LearnerPid): Promise<LearnerPid[]> {
    const rows = await this.postgres.query<{ pid: LearnerPid }>(
      `SELECT o.learner_pid AS pid FROM persona_links l JOIN persona_links o USING (tenant, persona)
       WHERE l.tenant = $1 AND l.learner_pid = $2 AND o.learner_pid <> $2 ORDER BY pid`,
      [tenant, pid],
    );
    return [pid, ...rows.map((row) => row.pid)];
  }

  /** Says that two are one person, and with them whoever either was linked with. A second time changes nothing. */
  link(tenant: string, one: LearnerPid, other: LearnerPid): Promise<void> {
    return this.postgres.transaction(async (tx) => {
      // two links at once could make two personas of three pseudonyms
      await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [`personas ${tenant}`]);
      const known = await tx.query<{ persona: string }>(
        `SELECT DISTINCT persona FROM persona_links WHERE tenant = $1 AND learner_pid = ANY ($2) ORDER BY persona`,
        [tenant, [one, other]],
      );
      const persona = known[0]?.persona ?? randomUUID();
      await tx.query(`UPDATE persona_links SET persona = $3 WHERE tenant = $1 AND persona = ANY ($2)`, [
        tenant,
        known.map((row) => row.persona),
        persona,
      ]);
      await tx.query(
        `INSERT INTO persona_links (tenant, learner_pid, persona) SELECT $1, pid, $3 FROM unnest($2::text[]) AS pid
         ON CONFLICT DO NOTHING`,
        [tenant, [one, other], persona],
      );
    });
  }

  /** Takes a pseudonym out of its person again. False where it was linked with none. */
  async unlink(tenant: string, pid: LearnerPid): Promise<boolean> {
    const gone = await this.postgres.query(
      `DELETE FROM persona_links WHERE tenant = $1 AND learner_pid = $2 RETURNING learner_pid`,
      [tenant, pid],
    );
    return gone.length > 0;
  }
}
