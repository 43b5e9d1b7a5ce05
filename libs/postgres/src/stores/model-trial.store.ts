import type { BilingualText } from '#libs/contracts';
import { writeJson } from '#libs/models';
import type { Postgres } from '../postgres.js';

/** A challenger held against the model that scores. */
export interface ModelTrial {
  readonly at: Date;
  readonly champion: string;
  /** null where nothing could be learnt. */
  readonly challenger: string | null;
  /** Code of the run that neither had seen. */
  readonly heldOut: string;
  /** Codes of the runs that the challenger learnt from. */
  readonly trainedOn: readonly string[];
  /** `promoted` by rule; `proposed` to a person; `kept`: the champion stays. */
  readonly decision: 'promoted' | 'proposed' | 'kept';
  /** What took the champion's place, or may: trained on all runs. */
  readonly successor: string | null;
  readonly reason: BilingualText;
  /** By horizon; plain JSON. */
  readonly figures: unknown;
}

const columns = `at, champion, challenger, held_out AS "heldOut", trained_on AS "trainedOn", decision, successor, reason,
  figures`;

/** Writer of `model_trials`, which only grows: trials of risk models. */
export class ModelTrialStore {
  constructor(private readonly postgres: Pick<Postgres, 'query'>) {}

  async add(tenant: string, trial: ModelTrial): Promise<void> {
    const { at, champion, challenger, heldOut, decision, successor } = trial;
    await this.postgres.query(
      `INSERT INTO model_trials (tenant, at, champion, challenger, held_out, decision, successor, trained_on, reason, figures)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        ...[tenant, at, champion, challenger, heldOut, decision, successor],
        ...[trial.trainedOn, trial.reason, trial.figures].map(writeJson),
      ],
    );
  }

  /** Newest first. */
  list(tenant: string): Promise<ModelTrial[]> {
    return this.postgres.query(`SELECT ${columns} FROM model_trials WHERE tenant = $1 ORDER BY id DESC`, [
      tenant,
    ]);
  }
}
