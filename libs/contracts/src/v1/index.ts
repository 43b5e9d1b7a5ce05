export * from './common.js';
export * from './session.js';
export * from './worklist.js';
export * from './learner.js';
export * from './places.js';
export * from './nudges.js';
export * from './system.js';
export * from './privacy.js';
