import { workerData } from 'node:worker_threads';
import { GrowthPart } from '../growth/growth-part.js';
import type { GrowthState } from '../growth/growth-state.js';
import { TaskBoard } from './task-board.js';

/** What a training thread is given: the board and the state, both in shared memory. */
export interface WorkerTask {
  readonly places: Int32Array;
  readonly state: GrowthState;
}

const { places, state } = workerData as WorkerTask;
const board = new TaskBoard(places);
try {
  board.follow(new GrowthPart(state));
} catch (error) {
  board.fail();
  throw error;
}
