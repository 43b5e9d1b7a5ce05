import type { Request } from 'autocannon';
import type { SeededRandom } from '#libs/models';
import {
  ACTIVITIES,
  activityIri,
  benchStatement,
  courseIri,
  COURSES,
  learner,
  LEARNERS,
  verbIris,
} from '../bench-statement.js';
import { KEY } from '../harness.js';

/** What is asked of a record store again and again, and how fast it must be. */
export interface Operation {
  readonly what: string;
  /** Statements that one request brings; 0 for one that reads. */
  readonly brings: number;
  readonly status: number;
  /** Requests a second that read, statements a second that bring; of a store of 100,000. */
  readonly least: number;
  /** Milliseconds, of the 99th percentile; null where there is no limit. */
  readonly mostP99: number | null;
  readonly request: (random: SeededRandom) => Pick<Request, 'method' | 'path' | 'body'>;
}

const PATH = '/xapi/statements';

export const headers = {
  authorization: `Basic ${Buffer.from(KEY).toString('base64')}`,
  'content-type': 'application/json',
  'x-experience-api-version': '1.0.3',
};

const postOf = (count: number, least: number, mostP99: number): Operation => ({
  what: `POST ${count}`,
  brings: count,
  status: 200,
  least,
  mostP99,
  request: (random) => ({
    method: 'POST',
    path: PATH,
    body: JSON.stringify(
      count === 1 ? benchStatement(random) : Array.from({ length: count }, () => benchStatement(random)),
    ),
  }),
});

export const postOne = postOf(1, 6000, 37);
export const postFifty = postOf(50, 18_000, 71);

export const writes: readonly Operation[] = [
  postOne,
  {
    what: 'PUT 1',
    brings: 1,
    status: 204,
    least: 6000,
    mostP99: 37,
    request(random) {
      const statement = benchStatement(random);
      return {
        method: 'PUT',
        path: `${PATH}?statementId=${statement.id}`,
        body: JSON.stringify(statement),
      };
    },
  },
];

/** @param ids of stored statements */
export function reads(ids: readonly string[]): readonly Operation[] {
  const some = (random: SeededRandom) => ids[random.integer(ids.length)] ?? '';
  return [
    read('GET by id', 3000, (random) => ({ statementId: some(random) })),
    read('GET latest 50', 1600, () => ({ limit: '50' })),
    read('GET by verb', 1740, (random) => ({
      limit: '25',
      verb: verbIris[random.integer(verbIris.length)]!,
    })),
    read('GET by agent', 300, (random) => ({
      limit: '25',
      agent: JSON.stringify(learner(random.integer(LEARNERS))),
    })),
    read('GET by activity', 340, (random) => ({
      limit: '25',
      activity: activityIri(random.integer(ACTIVITIES)),
    })),
    read('GET related activities', 980, (random) => ({
      limit: '25',
      related_activities: 'true',
      activity: courseIri(random.integer(COURSES)),
    })),
    read('GET since an hour ago', 1960, () => ({
      limit: '25',
      ascending: 'true',
      since: new Date(Date.now() - 3_600_000).toISOString(),
    })),
  ];
}

function read(
  what: string,
  least: number,
  parameters: (random: SeededRandom) => Record<string, string>,
): Operation {
  return {
    what,
    brings: 0,
    status: 200,
    least,
    mostP99: null,
    request: (random) => ({
      method: 'GET',
      path: `${PATH}?${new URLSearchParams(parameters(random)).toString()}`,
    }),
  };
}
