import { InProcessBus } from '#libs/event-bus';
import { describeBusContract } from './event-bus.contract.js';

describeBusContract('in process', {
  make: (limits) => Promise.resolve(new InProcessBus({ epoch: 'test', backoffMs: 2, ...limits })),
});
