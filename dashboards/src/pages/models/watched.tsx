import type { ModelWatch } from '#libs/contracts';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useApi } from '../../api/api.js';
import { useLanguage } from '../../language/language.js';
import { Loaded, Note } from '../../parts/states.js';
import { modelQueries } from './model-queries.js';
import { pageWords as words } from './page-words.js';

interface WatchedProps {
  readonly version: string;
  readonly children: (watch: ModelWatch) => ReactNode;
}

/** How a version fared when it was last looked at; where it never was, why. */
export function Watched({ version, children }: WatchedProps) {
  const { say, format } = useLanguage();
  const { http } = useApi();
  const query = useQuery(modelQueries(http, version).watch());
  return (
    <Loaded query={query} shape="chart">
      {({ watch, why }) =>
        watch === null ? (
          <Note title={say(words.notWatched)} {...(why && { text: say(why) })} />
        ) : (
          <>
            {children(watch)}
            <p className="small quiet">{say(words.watchedOn(format.date(watch.watchedOn)))}</p>
          </>
        )
      }
    </Loaded>
  );
}
