import './help-dialog.css';
import { useState } from 'react';
import { both } from '../language/bilingual.js';
import { useLanguage } from '../language/language.js';
import { Dialog } from '../parts/dialog.js';
import { letterKeys } from './keys.js';

const title = both('快捷键', 'Keys');
const off = both('关闭单字母快捷键', 'Turn single letters off');
const keys = [
  ['j  k', both('下一位,上一位', 'Next row, row before')],
  ['Enter', both('打开这一行', 'Open the row')],
  ['e', both('看依据', 'Evidence')],
  ['c', both('打电话', 'Call')],
  ['d', both('记录结果', 'Done')],
  ['t', both('图换成表格', 'Chart as table')],
  ['/', both('找学员', 'Find a learner')],
  ['g t', both('今天', 'Today')],
  ['g l', both('学员', 'Learners')],
  ['g r', both('区域', 'Regions')],
  ['g c', both('课程', 'Courses')],
  ['?', both('本页', 'This list')],
  ['Esc', both('返回', 'Back')],
] as const;

export function HelpDialog({ onClose }: { onClose: () => void }) {
  const { say } = useLanguage();
  const [letters, setLetters] = useState(() => letterKeys.read() ?? 'on');
  return (
    <Dialog title={say(title)} onClose={onClose}>
      <dl className="keys">
        {keys.map(([key, meaning]) => (
          <div key={key} className="key-line">
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{say(meaning)}</dd>
          </div>
        ))}
      </dl>
      <label>
        <input
          type="checkbox"
          checked={letters === 'off'}
          onChange={({ target }) => {
            const next = target.checked ? 'off' : 'on';
            letterKeys.write(next);
            setLetters(next);
          }}
        />{' '}
        {say(off)}
      </label>
    </Dialog>
  );
}
