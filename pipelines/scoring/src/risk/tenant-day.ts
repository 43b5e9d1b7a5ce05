export interface TenantDay {
  /** The tenant's clock. */
  readonly now: Date;
  /** YYYY-MM-DD in the tenant's time zone. */
  readonly today: string;
}
