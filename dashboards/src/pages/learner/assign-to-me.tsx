import { useMutation } from '@tanstack/react-query';
import { useApi } from '../../api/api.js';
import { useSession } from '../../app/session.js';
import { useLanguage } from '../../language/language.js';
import { words } from './words.js';

/** Takes today's work item of the learner. */
export function AssignToMe({ item }: { item: string }) {
  const { say } = useLanguage();
  const { http } = useApi();
  const { account } = useSession();
  const assign = useMutation({
    mutationFn: () => http.send('PUT', `/v1/worklist/items/${item}/assignment`, { account }),
  });
  return (
    <>
      <button
        type="button"
        className="button"
        disabled={assign.isPending || assign.isSuccess}
        onClick={() => {
          assign.mutate();
        }}
      >
        {say(assign.isSuccess ? words.assigned : words.assignMe)}
      </button>
      {assign.error !== null && <span role="alert">{say(words.failed(assign.error.message))}</span>}
    </>
  );
}
