import type { LearnerHead } from '#libs/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '../../api/api.js';
import { refreshPages } from '../../api/queries.js';
import { useLanguage } from '../../language/language.js';
import { NoteForm } from '../../parts/note-form.js';
import { NoteList } from '../../parts/note-list.js';
import { words } from './words.js';

/** What was said before; a new note goes to today's work item, where there is one. */
export function LearnerNotes({ head }: { head: LearnerHead }) {
  const { say } = useLanguage();
  const { http } = useApi();
  const client = useQueryClient();
  const { workItemId, notes } = head;
  const add = useMutation({
    mutationFn: (text: string) => http.send('POST', `/v1/worklist/items/${workItemId ?? ''}/notes`, { text }),
    onSuccess: () => refreshPages(client),
  });
  return (
    <section className="panel learner-section">
      <h2>{say(words.notes)}</h2>
      {notes.length === 0 ? <p className="quiet">{say(words.noNotes)}</p> : <NoteList notes={notes} />}
      {workItemId !== null && <NoteForm save={add.mutate} />}
      {add.error !== null && <p role="alert">{say(words.failed(add.error.message))}</p>}
    </section>
  );
}
