#!/usr/bin/env node
// The `snowlight` command. The analytics engine does its blocking calls on libuv's threads, whose number is read once,
// when the first of them is needed: it has to be set before anything else is loaded.
process.env.UV_THREADPOOL_SIZE ??= '16';
await import('../dist/apps/cli/src/main.js');
