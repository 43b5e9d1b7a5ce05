import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { SystemStatus } from '#libs/contracts';
import type { EventBus } from '#libs/event-bus';
import type { Clock } from '#libs/postgres';
import { FromRoot } from '../from-root.js';
import { LagWindow } from './lag-window.js';

const everyMs = 10_000;

/** Looks at the bus while this process serves; what was before it began it cannot know. */
@Injectable()
export class LagWatch implements OnModuleInit, OnModuleDestroy {
  readonly #window = new LagWindow();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    @FromRoot('bus') private readonly bus: Pick<EventBus, 'lag'>,
    @FromRoot('clock') private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.#timer = setInterval(() => {
      this.#look();
    }, everyMs).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.#timer);
  }

  /** Who asks sees what is now, too. */
  lastHour(now: Date): SystemStatus['lagMinutes'] {
    this.#look();
    return this.#window.last(now);
  }

  #look(): void {
    this.#window.see(this.bus.lag(), this.clock());
  }
}
