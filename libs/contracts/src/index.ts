export * from './words.js';
export * from './learning-event.js';
export * from './bus-messages.js';
export * from './roster.js';
export * from './nudge-intent.js';
export * from './nudge-rule.js';
export * from './vocabulary.js';
export * from './v1/index.js';
