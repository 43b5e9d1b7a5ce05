import { Link } from 'wouter';
import { both } from '../language/bilingual.js';
import { useLanguage } from '../language/language.js';
import { PageHead } from '../parts/page-head.js';

const words = {
  title: both('没有这一页', 'There is no such page'),
  text: both('链接可能已经改了。', 'The link may have changed.'),
  home: both('回到首页', 'Go to the first page'),
};

export function NotFoundPage() {
  const { say } = useLanguage();
  return (
    <>
      <PageHead title={say(words.title)} question={say(words.text)} />
      <p>
        <Link href="/" className="button">
          {say(words.home)}
        </Link>
      </p>
    </>
  );
}
