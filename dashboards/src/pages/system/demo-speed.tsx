import type { SystemStatus } from '#libs/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '../../api/api.js';
import { refreshPages } from '../../api/queries.js';
import { useLanguage } from '../../language/language.js';
import { Chips } from '../../parts/chips.js';
import { words } from './words.js';

const speeds = ['5', '10', '30', '60', '300'];

/** How fast the simulated province lives. */
export function DemoSpeed({ demo }: { demo: NonNullable<SystemStatus['demo']> }) {
  const { say } = useLanguage();
  const { http } = useApi();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (secondsPerDay: number) => http.send('PUT', '/v1/system/demo', { secondsPerDay }),
    onSuccess: () => refreshPages(client),
  });
  return (
    <section className="system-section">
      <h2>{say(words.demo)}</h2>
      <p className="quiet small">{say(words.speed)}</p>
      <Chips
        label={say(words.speed)}
        chosen={demo.secondsPerDay.toString()}
        choose={(speed) => {
          change.mutate(Number(speed));
        }}
        options={speeds.map((value) => ({ value, name: say(words.seconds(value)) }))}
      />
      {change.error !== null && <p role="alert">{change.error.message}</p>}
    </section>
  );
}
