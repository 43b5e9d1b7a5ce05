import { Worker } from 'node:worker_threads';
import type { Crew } from '../growth/crew.js';
import { GrowthPart } from '../growth/growth-part.js';
import type { GrowthState } from '../growth/growth-state.js';
import type { WorkerTask } from './growth-worker.js';
import { BOARD_PLACES, TaskBoard } from './task-board.js';

/** Basic operations below which waking the others takes longer than they save. */
const WORTH_SHARING = 20_000;

/**
 * This thread and others on one state in shared memory. This one blocks until a step is done, as without threads;
 * the others join as soon as they have started, and whatever they have not taken by then this one does.
 */
export class ThreadCrew implements Crew {
  private readonly part: GrowthPart;

  private constructor(
    state: GrowthState,
    private readonly board: TaskBoard,
  ) {
    this.part = new GrowthPart(state);
  }

  /** @param threads this one included */
  static open(state: GrowthState, threads: number): ThreadCrew {
    const places = new Int32Array(new SharedArrayBuffer(4 * BOARD_PLACES));
    const workerData: WorkerTask = { places, state };
    // The same kind of file as this one: sources are run as they are in development.
    const program = new URL(`growth-worker${import.meta.url.slice(-3)}`, import.meta.url);
    for (let i = 1; i < threads; i++) new Worker(program, { workerData }).unref();
    return new ThreadCrew(state, new TaskBoard(places));
  }

  run(operation: number, steps: number, work: number): void {
    if (work < WORTH_SHARING || steps < 2) {
      for (let index = 0; index < steps; index++) this.part.step(operation, index);
    } else {
      this.board.lead(operation, steps, this.part);
    }
  }

  /** Lets the other threads end. */
  close(): void {
    this.board.close();
  }
}
