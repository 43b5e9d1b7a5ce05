import type { WorklistRow } from '#libs/contracts';
import { Link } from 'wouter';
import { useSession } from '../../app/session.js';
import { useView } from '../../app/view.js';
import { useLanguage } from '../../language/language.js';
import { NoteForm } from '../../parts/note-form.js';
import { NoteList } from '../../parts/note-list.js';
import type { WorkItemActions } from './use-work-item.js';
import { formWords } from './form-words.js';

/** What is rarely needed for a call: who does it, what was said before. */
export function WorkDetails({ row, work }: { row: WorklistRow; work: WorkItemActions }) {
  const { say, format } = useLanguage();
  const view = useView();
  const session = useSession();
  const { assignee, notes } = row.item;
  const mine = assignee?.account === session.account;
  return (
    <section className="work-details">
      <dl>
        <div>
          <dt>{say(formWords.assignee)}</dt>
          <dd>
            {assignee?.name ?? say(formWords.nobody)}
            <button
              type="button"
              className="button plain"
              onClick={() => {
                work.assign(mine ? null : { account: session.account, name: session.name });
              }}
            >
              {say(mine ? formWords.unassign : formWords.assignMe)}
            </button>
          </dd>
        </div>
        <div>
          <dt>{say(formWords.lastContact)}</dt>
          <dd>
            {row.lastContactAt === null ? say(formWords.never) : format.shortDateTime(row.lastContactAt)}
          </dd>
        </div>
        <div>
          <dt />
          <dd>
            <Link href={view.to(`/learners/${row.learner.pid}`, { run: row.run.code })}>
              {say(formWords.journey)} →
            </Link>
          </dd>
        </div>
      </dl>
      <div className="work-notes">
        <h3>{say(formWords.notes)}</h3>
        <NoteList notes={notes} />
        <NoteForm save={work.addNote} />
      </div>
    </section>
  );
}
