import './note-list.css';
import type { WorkItem } from '#libs/contracts';
import { useLanguage } from '../language/language.js';

export function NoteList({ notes }: Pick<WorkItem, 'notes'>) {
  const { format } = useLanguage();
  return (
    <ol className="note-list">
      {notes.map((note) => (
        <li key={`${note.at} ${note.text}`}>
          <p>{note.text}</p>
          <p className="small quiet">
            {note.by} · {format.shortDateTime(note.at)}
          </p>
        </li>
      ))}
    </ol>
  );
}
