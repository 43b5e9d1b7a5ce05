import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity('import_jobs')
export class ImportJobEntity {
  @PrimaryGeneratedColumn('uuid')
  id!: string;

  @Column({ type: 'text', update: false })
  tenant!: string;

  @Column({ type: 'text', update: false })
  format!: string;

  @Column({ type: 'text', update: false })
  fingerprint!: string;

  @Column({ type: 'jsonb' })
  checkpoint!: Record<string, unknown>;

  @Column({ type: 'jsonb' })
  counts!: Record<string, number>;

  @Column({ type: 'text' })
  status!: 'running' | 'done' | 'failed';

  @Column({ name: 'started_at', type: 'timestamptz', update: false })
  startedAt!: Date;

  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;
}
