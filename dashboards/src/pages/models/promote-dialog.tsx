import type { ModelCard, PromoteModel } from '#libs/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useApi } from '../../api/api.js';
import { refreshPages } from '../../api/queries.js';
import { useLanguage } from '../../language/language.js';
import { Dialog } from '../../parts/dialog.js';
import { Loaded } from '../../parts/states.js';
import { useToast } from '../../parts/toast.js';
import { LevelPreview } from './level-preview.js';
import { modelQueries } from './model-queries.js';
import { pageWords as words } from './page-words.js';

interface PromoteDialogProps {
  readonly version: string;
  readonly kind: ModelCard['kind'];
  readonly onClose: () => void;
}

/** First how many people change level, then the reason, then the word. */
export function PromoteDialog({ version, kind, onClose }: PromoteDialogProps) {
  const { say } = useLanguage();
  const { http } = useApi();
  const client = useQueryClient();
  const toast = useToast();
  const id = useId();
  const [why, setWhy] = useState('');
  const [isSent, setSent] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const preview = useQuery({ ...modelQueries(http, version).promotion(), enabled: kind === 'risk' });
  // Who must go back at once may, though the figure does not come.
  const isTold = kind === 'mastery' || preview.data !== undefined || preview.error !== null;

  const promote = async (): Promise<void> => {
    setSent(true);
    setRefusal(null);
    const order: PromoteModel = { kind, why: why.trim() };
    try {
      await http.send('POST', `/v1/models/${encodeURIComponent(version)}/promote`, order);
    } catch (error) {
      setSent(false);
      setRefusal((error as Error).message);
      return;
    }
    onClose();
    toast({ text: say(words.promoted(version)) });
    await refreshPages(client);
  };

  return (
    <Dialog title={say(words.promoteTitle(version))} onClose={onClose}>
      {kind === 'mastery' ? (
        <p>{say(words.noLevels)}</p>
      ) : (
        <Loaded query={preview} shape="lines">
          {(found) => <LevelPreview preview={found} />}
        </Loaded>
      )}
      <form
        className="promote-form"
        onSubmit={(event) => {
          event.preventDefault();
          void promote();
        }}
      >
        <label htmlFor={id}>{say(words.why)}</label>
        <textarea
          id={id}
          className="field"
          rows={2}
          maxLength={500}
          required
          value={why}
          onChange={({ target }) => {
            setWhy(target.value);
          }}
        />
        {refusal !== null && <p role="alert">{refusal}</p>}
        <div className="promote-buttons">
          <button type="submit" className="button primary" disabled={!isTold || isSent}>
            {say(words.confirm)}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {say(words.cancel)}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
