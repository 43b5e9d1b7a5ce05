import { useState } from 'react';
import { useLanguage } from '../../language/language.js';
import { Chips } from '../../parts/chips.js';
import { formWords } from './form-words.js';
import { words } from './words.js';

/** "Not today" needs a reason: one tap, or own words. */
export function DismissalForm({ cancel, save }: { cancel: () => void; save: (reason: string) => void }) {
  const { say } = useLanguage();
  const [own, setOwn] = useState('');
  return (
    <form
      className="flow"
      aria-label={say(words.notToday)}
      onSubmit={(event) => {
        event.preventDefault();
        if (own.trim() !== '') save(own.trim());
      }}
    >
      <div className="flow-step">
        <p className="flow-question">{say(formWords.reasonToday)}</p>
        <div className="flow-choices">
          <Chips
            label={say(formWords.reasonToday)}
            chosen={null}
            choose={save}
            options={formWords.dismissReasons.map((reason) => ({ value: say(reason), name: say(reason) }))}
          />
        </div>
      </div>
      <div className="flow-end">
        <input
          className="field"
          aria-label={say(formWords.cause.other)}
          placeholder={say(formWords.cause.other)}
          value={own}
          maxLength={500}
          onChange={({ target }) => {
            setOwn(target.value);
          }}
        />
        <button type="submit" className="button" disabled={own.trim() === ''}>
          {say(formWords.save)}
        </button>
        <button type="button" className="button plain" onClick={cancel}>
          {say(formWords.cancel)}
        </button>
      </div>
    </form>
  );
}
