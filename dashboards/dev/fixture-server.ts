import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DemoState, Problem, ReplayOrder, Worklist } from '#libs/contracts';
import { eventPage, learnerHead, learnerMastery, learnerRisk, learnerTimeline } from './fixture/learner.js';
import { modelWatch } from './fixture/model-watch.js';
import { modelCard, modelList, promotionPreview } from './fixture/models.js';
import { deadLetters, nudgeLedger, systemStatus } from './fixture/operations.js';
import { model as firstModel } from './fixture/reasons.js';
import { now, personas, session } from './fixture/people.js';
import { Lines, replayLines } from './fixture/replay-lines.js';
import { courseList, courseOverview, regionOverview } from './fixture/places.js';
import { learnerPage, worklist } from './fixture/worklist.js';

/**
 * Serves the built pages with hand-made answers of every endpoint: to look at them without a server, and for the tests
 * of the pages. Writes change the list in memory, so that the flows can be gone through.
 */

/** What the answers show. The others than `full` are for the states that a good day never shows. */
export type Scenario = 'full' | 'empty' | 'failing' | 'unwatched';

interface FixtureOptions {
  /** Folder of the built pages. */
  readonly pages: string;
  readonly port?: number;
  readonly scenario?: Scenario;
}

export interface FixtureServer {
  readonly url: string;
  /** Method and path of every write that came in, oldest first. */
  readonly writes: readonly string[];
  set(scenario: Scenario): void;
  /** The list as it was at first, and nothing written. */
  reset(): void;
  signOut(): void;
  close(): Promise<void>;
}

class Refusal extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

const problem = (status: number, title: string, detail: string): Problem => ({
  type: `https://w3id.org/snowlight/problems/${status.toString()}`,
  title,
  status,
  detail,
  instance: 'fx-7k3f-0001',
});

function known<T>(answer: T | null): T {
  if (answer === null) throw new Refusal(problem(404, 'Not found', '没有这项内容。'));
  return answer;
}

class Fixture {
  /** Reasons whose letters were replayed. */
  readonly replayed = new Set<string>();
  /** The risk model that scores. */
  model = firstModel;
  signedIn = false;
  scenario: Scenario = 'full';
  paused = false;
  secondsPerDay = 10;
  list: Worklist = worklist();
  readonly writes: string[] = [];

  answer(method: string, url: URL, body: unknown): unknown {
    const path = url.pathname.slice('/v1'.length);
    const query = (name: string) => url.searchParams.get(name);
    if (path === '/session/personas') return personas;
    if (path === '/session') return this.#session(method, body);
    if (method !== 'GET') this.writes.push(`${method} ${path}`);
    if (!this.signedIn) throw new Refusal(problem(401, 'Sign in first', '请先登录。'));
    if (this.scenario === 'failing') throw new Refusal(problem(503, 'Not available', '数据库暂时无法访问。'));

    const [, noun = '', id = '', part = ''] = path.split('/').map(decodeURIComponent);
    switch (`${method} /${noun}${id === '' ? '' : '/*'}${part === '' ? '' : `/${part}`}`) {
      case 'GET /worklist':
        return this.scenario === 'empty' ? { ...this.list, rows: [], setAside: [], followUps: 0 } : this.list;
      case 'GET /learners':
        return this.scenario === 'empty'
          ? { asOf: now, rows: [], nextCursor: null, total: 0 }
          : learnerPage(query('level'), query('q'));
      case 'GET /learners/*':
        return known(id === 'nobody' ? null : learnerHead(id));
      case 'GET /learners/*/risk':
        return learnerRisk(id);
      case 'GET /learners/*/mastery':
        return learnerMastery(id);
      case 'GET /learners/*/timeline':
        return learnerTimeline(id);
      case 'POST /learners/*/contact':
        return { name: '王建国', phone: '139 0000 0000' };
      case 'GET /events':
        return eventPage(query('learner'));
      case 'GET /regions/*':
        return regionOverview(id);
      case 'GET /courses':
        return this.scenario === 'empty' ? { runs: [] } : courseList();
      case 'GET /courses/*':
        return courseOverview(id);
      case 'GET /nudges':
        return nudgeLedger(query('state'));
      case 'GET /models':
        return this.scenario === 'empty' ? { models: [] } : modelList(this.model);
      case 'GET /models/*/card':
        return known(modelCard(this.model, id));
      case 'GET /models/*/watch':
        return modelWatch(id, this.scenario !== 'unwatched');
      case 'GET /models/*/promotion':
        return promotionPreview(this.model, id);
      case 'POST /models/*/promote':
        this.model = id;
        return known(modelCard(id, id));
      case 'GET /system':
        return systemStatus(this.paused, this.secondsPerDay, this.replayed);
      case 'GET /system/*':
        if (id === 'demo') return this.#demo();
        return deadLetters(query('stage') ?? '', query('reason') ?? '');
      case 'POST /system/*/replay':
        return this.#replay(body as ReplayOrder);
      case 'PUT /system/*':
        return this.#control(body as { paused?: boolean; secondsPerDay?: number });
      default:
        if (noun === 'worklist') return this.#work(method, path, body);
        throw new Refusal(problem(404, 'Not found', '没有这项内容。'));
    }
  }

  #session(method: string, body: unknown): unknown {
    if (method === 'DELETE') {
      this.signedIn = false;
      return null;
    }
    if (method === 'POST') {
      const { password } = body as { password?: string };
      if (password !== 'fixture') throw new Refusal(problem(401, 'Wrong', 'Account or password is wrong.'));
      this.signedIn = true;
    }
    if (!this.signedIn) throw new Refusal(problem(401, 'Sign in first', '请先登录。'));
    return session;
  }

  #replay(order: ReplayOrder): Lines {
    if (order.dryRun !== true) this.replayed.add(order.reason ?? '');
    return replayLines(order);
  }

  #control({ paused, secondsPerDay }: { paused?: boolean; secondsPerDay?: number }): DemoState {
    this.paused = paused ?? this.paused;
    this.secondsPerDay = secondsPerDay ?? this.secondsPerDay;
    return this.#demo();
  }

  #demo(): DemoState {
    return { paused: this.paused, secondsPerDay: this.secondsPerDay, now };
  }

  /** `/worklist/items/{id}/{what}` */
  #work(method: string, path: string, body: unknown): unknown {
    const [, , , id, what] = path.split('/');
    const row = this.list.rows.find(({ item }) => item.id === id);
    if (row === undefined) throw new Refusal(problem(404, 'Not found', '没有这项内容。'));
    const at = { at: now, by: session.name };
    const { item } = row;
    if (what === 'outcome' && method === 'PUT') {
      row.item = {
        ...item,
        state: 'done',
        outcome: { ...(body as NonNullable<typeof item.outcome>), ...at },
      };
    } else if (what === 'outcome') row.item = { ...item, state: 'open', outcome: null };
    else if (what === 'dismissal') row.item = { ...item, state: 'dismissed' };
    else if (what === 'notes') {
      row.item = { ...item, notes: [...item.notes, { ...at, text: (body as { text: string }).text }] };
    } else if (what === 'assignment') {
      const { account } = body as { account: string | null };
      row.item = { ...item, assignee: account === null ? null : { account, name: session.name } };
    }
    this.list = { ...this.list, rows: [...this.list.rows] };
    return row.item;
  }
}

const linePauseMs = 500;
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/**
 * As strict as the pages allow: ECharts writes `style` attributes on its SVG texts, so attributes (and nothing else)
 * may carry style.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

export async function startFixtureServer({
  pages,
  port = 0,
  scenario = 'full',
}: FixtureOptions): Promise<FixtureServer> {
  const fixture = new Fixture();
  fixture.scenario = scenario;
  const server = createServer((request, response) => {
    void respond(fixture, pages, request).then(async ({ status, headers, body }) => {
      response.writeHead(status, { 'content-security-policy': policy, ...headers });
      if (body instanceof Lines)
        for (const line of body.lines) {
          response.write(`${JSON.stringify(line)}\n`);
          await sleep(linePauseMs);
        }
      response.end(body instanceof Lines ? undefined : body);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port.toString()}`,
    writes: fixture.writes,
    set: (next) => {
      fixture.scenario = next;
    },
    reset: () => {
      fixture.scenario = scenario;
      fixture.list = worklist();
      fixture.writes.length = 0;
      fixture.replayed.clear();
      fixture.paused = false;
      fixture.model = firstModel;
    },
    signOut: () => {
      fixture.signedIn = false;
    },
    close: () => closed(server),
  };
}

interface Response {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string | Lines;
}

async function respond(fixture: Fixture, pages: string, request: IncomingMessage): Promise<Response> {
  const url = new URL(request.url ?? '/', 'http://fixture');
  if (!url.pathname.startsWith('/v1/')) return page(pages, url.pathname);
  const json = (status: number, answer: unknown): Response => ({
    status,
    headers: { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' },
    body: answer === null ? '' : JSON.stringify(answer),
  });
  try {
    const answer = fixture.answer(request.method ?? 'GET', url, await bodyOf(request));
    if (answer instanceof Lines)
      return { status: 200, headers: { 'content-type': 'application/jsonl' }, body: answer };
    return json(answer === null ? 204 : 200, answer);
  } catch (error) {
    if (error instanceof Refusal) return json(error.problem.status, error.problem);
    throw error;
  }
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? null : JSON.parse(text);
}

/** A file of the build; every other path is a page of the app. */
async function page(pages: string, pathname: string): Promise<Response> {
  const asset = types[extname(pathname)] === undefined ? 'index.html' : normalize(pathname);
  const file = await readFile(join(pages, asset)).catch(() => null);
  if (file === null) return { status: 404, headers: {}, body: '' };
  return {
    status: 200,
    headers: { 'content-type': types[extname(asset)] ?? 'application/octet-stream' },
    body: file,
  };
}

const closed = (server: Server) =>
  new Promise<void>((resolve) => {
    server.closeAllConnections();
    server.close(() => {
      resolve();
    });
  });
