/** Real time, or a test's. A tenant's own clock is `TenantStore.now`. */
export type Clock = () => Date;
