import { Link } from 'wouter';
import { both } from '../language/bilingual.js';
import { useLanguage } from '../language/language.js';

const words = {
  notAllowed: both('您的角色看不到这一页', 'Your role does not include this page'),
  whoGrants: both(
    '需要时请向本机构的系统管理员申请权限。',
    'If you need it, ask the administrator of your organisation.',
  ),
  gone: both('没有这项内容,或不在您的范围内', 'There is no such thing within your reach'),
  checkLink: both('请核对链接,或向给您链接的人询问。', 'Check the link, or ask whoever gave it to you.'),
  home: both('回到首页', 'Go to the first page'),
};

/** What the server will not show (403, 404): never whether the thing exists, but who may help, and a way on. */
export function Refusal({ status }: { status: 403 | 404 }) {
  const { say } = useLanguage();
  const [title, text] = status === 403 ? [words.notAllowed, words.whoGrants] : [words.gone, words.checkLink];
  return (
    <div className="note">
      <p className="note-title">{say(title)}</p>
      <p className="quiet">{say(text)}</p>
      <Link className="button" href="/">
        {say(words.home)}
      </Link>
    </div>
  );
}
