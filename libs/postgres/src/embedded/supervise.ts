/**
 * The command under a shell that interrupts it when the shell's standard input ends. The kernel sees to that however
 * this process ends, SIGKILL included, so nothing that we start outlives us.
 */
export const supervised = (command: readonly string[]): readonly string[] => [
  '/bin/sh',
  '-c',
  script,
  'sh',
  ...command,
];

const script = `exec 3<&0
"$@" </dev/null 3<&- & child=$!
(read -r _ <&3; kill -INT "$child") & watch=$!
wait "$child"; status=$?
kill "$watch" 2>/dev/null
exit "$status"`;
