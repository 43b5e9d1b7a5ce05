import type { ModelCard, ModelWatchAnswer, PromotionPreview } from '#libs/contracts';
import { queryOptions } from '@tanstack/react-query';
import type { HttpClient, Query } from '../../api/http-client.js';

/** What the pages of one model ask; here, since nobody needs it before they are opened. */
export function modelQueries(http: HttpClient, version: string) {
  const ask = <T>(noun: string, query: Query = {}) => {
    const path = `/v1/models/${encodeURIComponent(version)}/${noun}`;
    return queryOptions({
      queryKey: [path, query],
      queryFn: ({ signal }) => http.get<T>(path, query, signal),
    });
  };
  return {
    card: (kind: ModelCard['kind']) => ask<ModelCard>('card', { kind }),
    watch: () => ask<ModelWatchAnswer>('watch'),
    /** Counted once: while somebody decides, the figure stays. */
    promotion: () => ({
      ...ask<PromotionPreview>('promotion'),
      gcTime: 0,
      refetchInterval: false as const,
      refetchOnWindowFocus: false,
      staleTime: Infinity,
    }),
  };
}
