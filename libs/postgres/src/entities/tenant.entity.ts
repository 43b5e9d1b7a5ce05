import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

@Entity('tenants')
export class TenantEntity {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ name: 'name_zh', type: 'text' })
  nameZh!: string;

  @Column({ name: 'name_en', type: 'text' })
  nameEn!: string;

  @Column({ name: 'time_zone', type: 'text', update: false })
  timeZone!: string;

  @Column({ name: 'default_xapi_version', type: 'text' })
  defaultXapiVersion!: '1.0.3' | '2.0.0';

  @Column({ name: 'xapi_mode', type: 'text' })
  xapiMode!: 'strict' | 'lenient';

  @Column({ name: 'model_promotion', type: 'text' })
  modelPromotion!: 'rule' | 'person';

  @Column({ name: 'simulated_now', type: 'timestamptz', nullable: true })
  simulatedNow!: Date | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
