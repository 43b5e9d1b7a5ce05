import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useApi } from '../api/api.js';
import { refreshPages } from '../api/queries.js';
import { ApiError } from '../api/http-client.js';
import { both } from '../language/bilingual.js';
import { useLanguage } from '../language/language.js';
import { useAsOf } from './as-of.js';
import { useSession } from './session.js';

const words = {
  demo: both('演示数据', 'Demo data'),
  clock: (at: string) => both(`模拟时间 ${at}`, `simulated time ${at}`),
  pause: both('暂停', 'Pause'),
  resume: both('继续', 'Go on'),
  paused: both('已暂停', 'paused'),
  refused: both('您的角色不能暂停演示', 'your role cannot pause the demo'),
};

/** Says that nobody here is real, what time it is in the simulated province, and stops it for a closer look. */
export function DemoStrip() {
  const { say, format } = useLanguage();
  const { http, queries } = useApi();
  const client = useQueryClient();
  const session = useSession();
  const asOf = useAsOf();
  const operates = session.roles.some(({ role }) => role === 'operator' || role === 'admin');
  const system = useQuery({ ...queries.system(), enabled: operates });
  const control = useMutation({
    mutationFn: (paused: boolean) => http.send<{ paused: boolean }>('PUT', '/v1/system/demo', { paused }),
    onSuccess: () => refreshPages(client),
  });
  const paused = control.data?.paused ?? system.data?.demo?.paused ?? false;
  const now = asOf !== null && asOf > session.now ? asOf : session.now;
  const refused = control.error instanceof ApiError && control.error.status === 403;
  return (
    <section className="demo-strip no-print" aria-label={say(words.demo)}>
      <strong>{say(words.demo)}</strong>
      <span>{say(words.clock(format.shortDateTime(now)))}</span>
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
      <span role="status">
        {refused
          ? say(words.refused)
          : control.error !== null
            ? control.error.message
            : paused
              ? say(words.paused)
              : ''}
      </span>
    </section>
  );
}
