import { Link } from 'wouter';
import { useLanguage } from '../language/language.js';
import { Icon } from '../parts/icon.js';
import type { Section } from './sections.js';
import { useView } from './view.js';

/** Whether the open page belongs to a section. */
export const isOpen = (path: string, section: Section) =>
  path === section.path || path.startsWith(`${section.path}/`);

export function SectionLink({ section, className }: { section: Section; className?: string }) {
  const { say } = useLanguage();
  const view = useView();
  return (
    <Link
      href={view.to(section.path)}
      className={className}
      aria-current={isOpen(view.path, section) ? 'page' : undefined}
    >
      <Icon name={section.icon} />
      {say(section.name)}
    </Link>
  );
}
