import { type MessagePort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { GrowthPart } from '../growth/growth-part.js';
import type { GrowthState } from '../growth/growth-state.js';
import { TaskBoard } from './task-board.js';

/** What a training thread is given: the board, in shared memory, and where the state comes before the first operation. */
export interface WorkerTask {
  readonly places: Int32Array;
  readonly states: MessagePort;
}

const { places, states } = workerData as WorkerTask;
const board = new TaskBoard(places);
try {
  // taken without an event loop: this thread does nothing but wait on the board
  board.follow(() => new GrowthPart((receiveMessageOnPort(states) as { message: GrowthState }).message));
} catch (error) {
  board.fail();
  throw error;
}
