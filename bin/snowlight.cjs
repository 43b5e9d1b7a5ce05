#!/usr/bin/env node
// The `snowlight` command. The analytics engine blocks libuv's threads, whose number is read once, when the first of
// them is used. Loading an ES module uses one: so this is CommonJS and sets the number before anything is loaded.
process.env.UV_THREADPOOL_SIZE ??= '16';
import('../dist/apps/cli/src/main.js');
