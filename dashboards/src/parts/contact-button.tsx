import { useMutation } from '@tanstack/react-query';
import type { ContactCard } from '#libs/contracts';
import { useApi } from '../api/api.js';
import { both } from '../language/bilingual.js';
import { useLanguage } from '../language/language.js';
import { Icon } from './icon.js';

const words = {
  call: both('打电话', 'Call'),
  noNumber: both('没有登记电话', 'No number on file'),
  audited: both('本次查看已记录', 'This look-up is recorded'),
  again: both('没有取到号码,再试', 'No number came, try again'),
};

/** Reveals the telephone number when asked, and only then: each look is audited. */
export function ContactButton({ pid }: { pid: string }) {
  const { say } = useLanguage();
  const { http } = useApi();
  const reveal = useMutation({
    mutationFn: () => http.send<ContactCard>('POST', `/v1/learners/${encodeURIComponent(pid)}/contact`),
  });
  if (reveal.data?.phone === null) return <span className="contact-none">{say(words.noNumber)}</span>;
  if (reveal.data !== undefined) {
    return (
      <a
        className="button primary"
        href={`tel:${reveal.data.phone.replaceAll(/[^+\d]/g, '')}`}
        title={say(words.audited)}
        ref={focusOnce}
        data-call
      >
        <Icon name="phone" />
        {reveal.data.phone}
      </a>
    );
  }
  return (
    <button
      type="button"
      className="button primary"
      data-call
      disabled={reveal.isPending}
      onClick={() => {
        reveal.mutate();
      }}
    >
      <Icon name="phone" />
      {say(reveal.error === null ? words.call : words.again)}
    </button>
  );
}

/** The button that was pressed is gone: the number takes its focus. */
const focusOnce = (link: HTMLAnchorElement | null): void => {
  link?.focus();
};
