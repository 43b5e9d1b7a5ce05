// Loaded before a process of ours (`node --require`): at SIGUSR2 its clock jumps an hour ahead, at the next one back. What
// goes by the time that has passed (timers, performance.now) does not notice, as on a machine whose clock is set.
const HOUR_MS = 3_600_000;
const RealDate = Date;
let ahead = 0;
const now = () => RealDate.now() + ahead;

globalThis.Date = new Proxy(RealDate, {
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
});
process.on('SIGUSR2', () => {
  ahead = ahead === 0 ? HOUR_MS : 0;
});
