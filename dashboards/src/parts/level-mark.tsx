import './level-mark.css';
import { useLanguage } from '../language/language.js';
import { levels, type Level } from '../language/risk-sentences.js';

/** The level as its own shape, with its word beside it or for screen readers alone. */
export function LevelMark({ level, word = true }: { level: Level; word?: boolean }) {
  const { say } = useLanguage();
  return (
    <span className="level" data-level={level}>
      <LevelShape level={level} />
      <span className={word ? 'level-word' : 'for-readers'}>{say(levels[level].name)}</span>
    </span>
  );
}

/** Drawn rather than typed: fonts give ▲◆○▨ different sizes and some lack the last. */
export function LevelShape({ level }: { level: Level }) {
  return (
    <svg className="level-shape" width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
      {shapes[level]}
    </svg>
  );
}

const shapes = {
  contact: <path d="M7 1.2L13.3 12.6H.7z" fill="currentColor" />,
  watch: <path d="M7 .6L13.4 7 7 13.4.6 7z" fill="currentColor" />,
  none: <circle cx="7" cy="7" r="5.4" fill="none" stroke="currentColor" strokeWidth="1.6" />,
  unknown: (
    <path
      d="M1.2 1.2h11.6v11.6H1.2zM1.2 6.500L6.5 1.200M1.2 12.800L12.8 1.200M7.5 12.800L12.8 7.5"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.2"
    />
  ),
} as const;
