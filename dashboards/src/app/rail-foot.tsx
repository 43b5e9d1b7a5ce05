import { both } from '../language/bilingual.js';
import { useLanguage } from '../language/language.js';
import { useSignOut } from './session.js';

const words = { signOut: both('退出', 'Sign out'), keys: both('快捷键 ?', 'Keys ?') };

export function RailFoot({ openHelp }: { openHelp: () => void }) {
  const { say } = useLanguage();
  const signOut = useSignOut();
  return (
    <>
      <button type="button" className="button plain" onClick={openHelp}>
        {say(words.keys)}
      </button>
      <button type="button" className="button plain" onClick={() => void signOut()}>
        {say(words.signOut)}
      </button>
    </>
  );
}
