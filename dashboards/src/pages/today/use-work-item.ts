import type { BilingualText, WorkItem, Worklist, WorklistRow } from '#libs/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '../../api/api.js';
import { ApiError } from '../../api/http-client.js';
import { useSession } from '../../app/session.js';
import { useView } from '../../app/view.js';
import { learnerName } from '../../language/learner-name.js';
import { useLanguage } from '../../language/language.js';
import { useToast } from '../../parts/toast.js';
import type { Outcome } from './outcome-form.js';
import { words } from './words.js';

interface Change {
  readonly send: () => Promise<unknown>;
  /** What the row will look like; shown at once, taken back where the server refuses. */
  readonly item: WorkItem;
}

export interface WorkItemActions {
  readonly record: (outcome: Outcome) => void;
  readonly dismiss: (reason: string) => void;
  readonly undo: () => void;
  readonly assign: (to: WorkItem['assignee']) => void;
  readonly addNote: (text: string) => void;
  /** Why the last change was not kept. */
  readonly error: BilingualText | null;
}

export function useWorkItem(row: WorklistRow): WorkItemActions {
  const { http, queries } = useApi();
  const client = useQueryClient();
  const session = useSession();
  const { scope } = useView();
  const { say } = useLanguage();
  const toast = useToast();
  const { queryKey } = queries.worklist(scope);
  const { item } = row;
  const path = `/v1/worklist/items/${item.id}`;

  const mutation = useMutation({
    mutationFn: ({ send }: Change) => send(),
    onMutate: async ({ item }) => {
      // An answer on its way would show the old row again.
      await client.cancelQueries({ queryKey });
      const before = client.getQueryData<Worklist>(queryKey);
      client.setQueryData<Worklist>(queryKey, (worklist) => worklist && withItem(worklist, item));
      return { before };
    },
    onError: (_error, _change, context) => {
      client.setQueryData(queryKey, context?.before);
    },
    onSettled: () => client.invalidateQueries({ queryKey: [queryKey[0]] }),
  });

  const undo = () => {
    mutation.mutate({
      send: () => http.send('DELETE', `${path}/outcome`),
      item: { ...item, state: 'open', outcome: null },
    });
  };
  const finish = (change: Change, text: BilingualText) => {
    mutation.mutate(change, {
      onSuccess: () => {
        toast({ text: say(text), action: { label: say(words.undo), run: undo } });
      },
    });
  };
  const name = learnerName(row.learner);
  const now = session.now;

  return {
    record: (outcome) => {
      finish(
        {
          send: () => http.send('PUT', `${path}/outcome`, outcome),
          item: { ...item, state: 'done', outcome: { ...outcome, at: now, by: session.name } },
        },
        words.recorded(name),
      );
    },
    dismiss: (reason) => {
      finish(
        {
          send: () => http.send('POST', `${path}/dismissal`, { reason }),
          item: { ...item, state: 'dismissed' },
        },
        words.setAsideToday(name),
      );
    },
    undo,
    assign: (assignee) => {
      mutation.mutate({
        send: () => http.send('PUT', `${path}/assignment`, { account: assignee?.account ?? null }),
        item: { ...item, assignee },
      });
    },
    addNote: (text) => {
      mutation.mutate({
        send: () => http.send('POST', `${path}/notes`, { text }),
        item: { ...item, notes: [...item.notes, { at: now, by: session.name, text }] },
      });
    },
    error: mutation.error === null ? null : failure(mutation.error),
  };
}

const withItem = (worklist: Worklist, item: WorkItem): Worklist => ({
  ...worklist,
  rows: worklist.rows.map((row) => (row.item.id === item.id ? { ...row, item } : row)),
});

const failure = (error: Error): BilingualText =>
  words.failed(error.message, error instanceof ApiError ? error.problem.instance : '–');
