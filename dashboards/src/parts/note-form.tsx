import './note-list.css';
import { useId, useState } from 'react';
import { both } from '../language/bilingual.js';
import { useLanguage } from '../language/language.js';

const words = { add: both('写备注', 'Add a note'), save: both('保存', 'Save') };

export function NoteForm({ save }: { save: (text: string) => void }) {
  const { say } = useLanguage();
  const id = useId();
  const [text, setText] = useState('');
  return (
    <form
      className="note-form no-print"
      onSubmit={(event) => {
        event.preventDefault();
        save(text.trim());
        setText('');
      }}
    >
      <label htmlFor={id} className="for-readers">
        {say(words.add)}
      </label>
      <textarea
        id={id}
        className="field"
        rows={2}
        maxLength={2000}
        placeholder={say(words.add)}
        value={text}
        onChange={({ target }) => {
          setText(target.value);
        }}
      />
      <button type="submit" className="button" disabled={text.trim() === ''}>
        {say(words.save)}
      </button>
    </form>
  );
}
