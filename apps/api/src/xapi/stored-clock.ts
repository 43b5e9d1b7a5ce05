import { Injectable } from '@nestjs/common';

interface Underway {
  readonly tenant: string;
  readonly at: number;
}

/** Gives statements the instant at which they are stored, and knows which of them are not to be read yet. */
@Injectable()
export class StoredClock {
  readonly #underway = new Set<Underway>();

  /** Runs `work` with the instant as ISO 8601 UTC; until it ends, answers are consistent through the one before alone. */
  async during<T>(tenant: { readonly id: string; readonly now: Date }, work: (stored: string) => Promise<T>) {
    const entry = { tenant: tenant.id, at: tenant.now.getTime() };
    this.#underway.add(entry);
    try {
      return await work(tenant.now.toISOString());
    } finally {
      this.#underway.delete(entry);
    }
  }

  /**
   * Every statement stored at or before this instant is in the answers (xAPI 1.0.3, Communication 2.1.3).
   * @param behindMs how far the store is behind what was acknowledged
   */
  consistentThrough({ id, now }: { readonly id: string; readonly now: Date }, behindMs = 0): string {
    let through = now.getTime() - behindMs;
    for (const { tenant, at } of this.#underway) if (tenant === id) through = Math.min(through, at - 1);
    return new Date(through).toISOString();
  }
}
