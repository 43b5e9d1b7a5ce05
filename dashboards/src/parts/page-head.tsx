import './page-head.css';
import { useEffect, type ReactNode } from 'react';

interface PageHeadProps {
  readonly title: string;
  /** The one question that the page answers. */
  readonly question: string;
  /** Its answer in a sentence; while it is not known, nothing. */
  readonly answer?: ReactNode;
  readonly actions?: ReactNode;
}

export function PageHead({ title, question, answer, actions }: PageHeadProps) {
  useEffect(() => {
    document.title = `${title} · 映雪 Snowlight`;
  }, [title]);
  return (
    <header className="page-head">
      <div className="page-title">
        <h1>{title}</h1>
        <p className="quiet">{question}</p>
      </div>
      {actions !== undefined && <div className="page-actions no-print">{actions}</div>}
      {answer !== undefined && <p className="page-answer">{answer}</p>}
    </header>
  );
}
