import { MessageChannel, Worker } from 'node:worker_threads';
import type { Crew } from '../growth/crew.js';
import { GrowthPart } from '../growth/growth-part.js';
import type { GrowthState } from '../growth/growth-state.js';
import type { WorkerTask } from './growth-worker.js';
import { BOARD_PLACES, TaskBoard } from './task-board.js';

/** Basic operations below which waking the others takes longer than they save. */
const WORTH_SHARING = 20_000;

/**
 * Other threads, which start while this one puts the table into bins: they take some 75 ms to, and are not waited for.
 */
export class Threads {
  private readonly board = new TaskBoard(new Int32Array(new SharedArrayBuffer(4 * BOARD_PLACES)));
  private readonly states: MessageChannel['port1'][] = [];

  /** @param count the calling one included */
  constructor(count: number) {
    // The same kind of file as this one: sources are run as they are in development.
    const program = new URL(`growth-worker${import.meta.url.slice(-3)}`, import.meta.url);
    for (let i = 1; i < count; i++) {
      const { port1, port2 } = new MessageChannel();
      const workerData: WorkerTask = { places: this.board.places, states: port2 };
      new Worker(program, { workerData, transferList: [port2] }).unref();
      this.states.push(port1);
    }
  }

  /** All of them on one state in shared memory. */
  crewOn(state: GrowthState): Crew {
    for (const port of this.states) port.postMessage(state);
    return new ThreadCrew(state, this.board);
  }

  /** Lets the others end. */
  close(): void {
    this.board.close();
    for (const port of this.states) port.close();
  }
}

/**
 * This thread blocks until a step is done, as without others; those join as soon as they have started, and whatever
 * they have not taken by then this one does.
 */
class ThreadCrew implements Crew {
  private readonly part: GrowthPart;

  constructor(
    state: GrowthState,
    private readonly board: TaskBoard,
  ) {
    this.part = new GrowthPart(state);
  }

  run(operation: number, steps: number, work: number): void {
    if (work < WORTH_SHARING || steps < 2) {
      for (let index = 0; index < steps; index++) this.part.step(operation, index);
    } else {
      this.board.lead(operation, steps, this.part);
    }
  }
}
