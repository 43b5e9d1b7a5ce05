import type { DemoState } from '#libs/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useApi } from '../api/api.js';
import { refreshPages } from '../api/queries.js';
import { ApiError } from '../api/http-client.js';
import { both } from '../language/bilingual.js';
import { useLanguage } from '../language/language.js';
import { useAsOf } from './as-of.js';
import { simulatedPoll, useSession } from './session.js';

const words = {
  demo: both('演示数据', 'Demo data'),
  clock: (at: string) => both(`模拟时间 ${at}`, `simulated time ${at}`),
  pause: both('暂停', 'Pause'),
  resume: both('继续', 'Go on'),
  paused: (at: string) => both(`已暂停于 ${at}`, `paused at ${at}`),
  refused: both('您的角色不能暂停演示', 'your role cannot pause the demo'),
};

const isMissing = (error: unknown) => error instanceof ApiError && error.status === 404;

/** Says that nobody here is real, what time it is in the simulated province, and stops it for a closer look. */
export function DemoStrip() {
  const { say, format } = useLanguage();
  const { http, queries } = useApi();
  const client = useQueryClient();
  const session = useSession();
  const asOf = useAsOf();
  const demo = useQuery({
    ...queries.demo(),
    // another session may pause it; where a clock is simulated that nobody can stop, there is nothing to ask for
    refetchInterval: ({ state }) => (isMissing(state.error) ? false : simulatedPoll),
  });
  const control = useMutation({
    mutationFn: (paused: boolean) => http.send<DemoState>('PUT', '/v1/system/demo', { paused }),
    onSuccess: (state) => {
      client.setQueryData(queries.demo().queryKey, state);
      return refreshPages(client);
    },
  });
  const paused = demo.data?.paused ?? false;
  const now = [session.now, asOf, demo.data?.now].reduce<string>(
    (latest, at) => (at != null && at > latest ? at : latest),
    '',
  );
  const time = format.shortDateTime(now);
  const refused = control.error instanceof ApiError && control.error.status === 403;
  const standsStill = paused && control.error === null;
  return (
    <section className="demo-strip no-print" aria-label={say(words.demo)}>
      <strong>{say(words.demo)}</strong>
      {demo.data !== undefined && (
        <button
          type="button"
          className="button"
          disabled={control.isPending || refused}
          onClick={() => {
            control.mutate(!paused);
          }}
        >
          {say(paused ? words.resume : words.pause)}
        </button>
      )}
      {!standsStill && <span>{say(words.clock(time))}</span>}
      <span role="status">
        {standsStill ? say(words.paused(time)) : refused ? say(words.refused) : control.error?.message}
      </span>
    </section>
  );
}
