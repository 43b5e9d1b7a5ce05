import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import axe from 'axe-core';
import { chromium, type Browser, type BrowserContext, type Locator, type Page } from 'playwright-core';
import { startFixtureServer, type FixtureServer } from '../../dashboards/dev/fixture-server.js';
import { hasBrowser, launchOptions } from '../support/browser.js';

/**
 * The built pages in Debian's Chromium, over hand-made answers and under the strictest policy that they allow.
 * `SNOWLIGHT_SCREENSHOTS=folder` keeps a picture of every page in both languages, light and dark, wide and phone.
 */

const screenshots = process.env.SNOWLIGHT_SCREENSHOTS;
const withBrowser = hasBrowser('pages') ? describe : describe.skip;

jest.setTimeout(120_000);

const places = {
  today: '/today',
  learners: '/learners',
  learner: '/learners/:pid',
  region: '/regions/520121',
  courses: '/courses',
  course: '/courses/htn-2026',
  campaigns: '/campaigns',
  models: '/models',
  system: '/system',
} as const;
type Place = keyof typeof places;
const names = Object.keys(places) as Place[];
const withCharts: readonly Place[] = ['region', 'course', 'system'];

withBrowser('pages', () => {
  let folder: string;
  let server: FixtureServer;
  let browser: Browser;
  let pid: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'snowlight-pages-'));
    // What is tested is what stands in the sources now, not an older build.
    const vite = join(createRequire(import.meta.url).resolve('vite/package.json'), '../bin/vite.js');
    // Under Jest's own NODE_ENV React would come with its warnings, 60 kB of them.
    execFileSync(process.execPath, [vite, 'build', 'dashboards', '--outDir', folder, '--logLevel', 'error'], {
      env: { ...process.env, NODE_ENV: 'production' },
    });
    browser = await chromium.launch({ ...launchOptions, args: [...launchOptions.args] });
    server = await startFixtureServer({ pages: folder });
    const page = await signedIn(1280);
    const answer = await page.request.get(`${server.url}/v1/worklist`);
    const { rows } = (await answer.json()) as { rows: { learner: { pid: string } }[] };
    pid = rows[1]?.learner.pid ?? '';
    await page.context().close();
  });

  afterAll(async () => {
    await browser.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  beforeEach(() => {
    server.reset();
  });

  const addressOf = (name: Place) => server.url + places[name].replace(':pid', pid);

  async function signedIn(width: number): Promise<Page> {
    const context: BrowserContext = await browser.newContext({
      viewport: { width, height: width < 500 ? 844 : 800 },
    });
    const page = await context.newPage();
    await page.request.post(`${server.url}/v1/session`, {
      data: { account: 'manager', password: 'fixture' },
    });
    return page;
  }

  /** Waits until figures and charts stand, and nothing is waited for any more. */
  async function settled(page: Page, name: Place): Promise<void> {
    await page.locator('.page-answer').waitFor();
    if (withCharts.includes(name)) await page.locator('.chart-place svg').first().waitFor();
    await page.waitForFunction('document.querySelector(".skeleton") === null');
  }

  const overflow = (page: Page) => page.evaluate('document.documentElement.scrollWidth - innerWidth');
  const focused = (page: Page) => page.evaluate('document.activeElement.textContent');

  const all = [1280, 390].flatMap((width) =>
    (['light', 'dark'] as const).flatMap((theme) =>
      (['zh', 'en'] as const).map((lang) => ({ width, theme, lang })),
    ),
  );
  // Each width, theme and language with each of the others; all eight for a set of pictures.
  const views =
    screenshots === undefined
      ? all.filter(({ width, theme, lang }) => (width === 1280) === ((theme === 'light') === (lang === 'zh')))
      : all;

  it('weigh at most 100 kB, gzip, until Today stands without charts', () => {
    const html = readFileSync(join(folder, 'index.html'), 'utf8');
    const linked = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, file = '']) => file);
    expect(linked.map((file) => file.replace(/-[^.]+/, '')).sort()).toEqual([
      'assets/index.css',
      'assets/index.js',
    ]);
    const weights = ['index.html', ...linked].map((file) => statSync(join(folder, `${file}.gz`)).size);
    expect(weights.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(100_000);
  });

  it.each(views)(
    'stand in $lang, $theme, $width wide: no error, no barrier',
    async ({ width, theme, lang }) => {
      const page = await signedIn(width);
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      for (const name of names) {
        await page.goto(`${addressOf(name)}?lang=${lang}&theme=${theme}`);
        await settled(page, name);
        if (screenshots !== undefined) {
          const path = join(screenshots, `${name}-${lang}-${theme}-${width.toString()}.png`);
          await page.screenshot({ path, fullPage: true });
        }
        complaints.push(...(await barriers(page)).map((barrier) => `${name}: ${barrier}`));
      }
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  );

  // both widths, themes and languages, in two views: every page in every view takes long
  it.each(screenshots === undefined ? [all[0], all.at(-1)] : all)(
    'show how a model fares, tab by tab: %j',
    async (view) => {
      const { width, theme, lang } = view ?? all[0]!;
      // the narrowest that must do, but for pictures
      const page = await signedIn(screenshots === undefined && width < 500 ? 320 : width);
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      for (const tab of ['card', 'calibration', 'drift', 'fairness']) {
        await page.goto(`${server.url}/models/risk-2026.11.1?tab=${tab}&lang=${lang}&theme=${theme}`);
        await page.locator('.page-answer').waitFor();
        const drawn = { card: '.model-card', calibration: '.chart-place svg', fairness: '.interval-mark' }[
          tab
        ];
        await page
          .locator(drawn ?? '.chart-place svg')
          .first()
          .waitFor();
        if (screenshots !== undefined) {
          const path = join(screenshots, `model-${tab}-${lang}-${theme}-${width.toString()}.png`);
          await page.screenshot({ path, fullPage: true });
        }
        complaints.push(...(await barriers(page)).map((barrier) => `${tab}: ${barrier}`));
        expect([tab, await overflow(page)]).toEqual([tab, 0]);
      }
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  );

  it('promote a model only after it is said whose level changes, and with a reason', async () => {
    const page = await signedIn(390);
    await page.goto(`${server.url}/models?lang=en`);
    await page.getByRole('link', { name: 'See risk-2026.11.3' }).click();
    await page.getByRole('button', { name: 'Promote', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('64 of 1,204 learners change level').first().waitFor();
    if (screenshots !== undefined) await page.screenshot({ path: join(screenshots, 'model-promote.png') });
    expect(await barriers(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Promote it' }).click();
    expect(server.writes).toEqual([]);
    await dialog.getByLabel('Why').fill('Agrees with last month’s calls.');
    await dialog.getByRole('button', { name: 'Promote it' }).click();
    await page.getByRole('button', { name: 'Roll back to risk-2026.11.1' }).waitFor();
    expect(server.writes).toEqual(['POST /models/risk-2026.11.3/promote']);
    await page.getByRole('link', { name: 'Drift' }).click();
    await page.getByText('only the model in use is watched').waitFor();
    await page.context().close();
  });

  it.each(['light', 'dark'])('can be read on buttons that cannot be pressed yet, in %s', async (theme) => {
    const page = await signedIn(1280);
    await page.goto(`${addressOf('learner')}?lang=en&theme=${theme}`);
    await settled(page, 'learner');
    expect(await contrastOf(page.getByRole('button', { name: 'Save', disabled: true }))).toBeGreaterThan(4.5);
    // until it is said whose level changes
    await page.route('**/models/*/promotion*', () => undefined);
    await page.goto(`${server.url}/models/risk-2026.11.3?lang=en&theme=${theme}`);
    await page.getByRole('button', { name: 'Promote', exact: true }).click();
    const primary = page.getByRole('dialog').getByRole('button', { name: 'Promote it', disabled: true });
    expect(await contrastOf(primary)).toBeGreaterThan(4.5);
    if (screenshots !== undefined)
      await page.screenshot({ path: join(screenshots, `disabled-${theme}.png`) });
    await page.context().close();
  });

  it.each(['zh', 'en'])('fit a width of 320 without sideways scroll, in %s', async (lang) => {
    const page = await signedIn(320);
    for (const name of names) {
      await page.goto(`${addressOf(name)}?lang=${lang}`);
      await settled(page, name);
      expect([name, await overflow(page)]).toEqual([name, 0]);
    }
    await page.context().close();
  });

  it('sign in by persona, and come to the address first asked for', async () => {
    const page = await (await browser.newContext()).newPage();
    server.signOut();
    await page.goto(`${server.url}/learners?lang=en`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.getByLabel('Account').fill('manager');
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Account or password is not right.').waitFor();
    await page.getByRole('button', { name: 'County program manager' }).click();
    await page.getByRole('heading', { name: 'Learners' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/learners');
    await page.context().close();
  });

  it('land on the own first page where none was asked for', async () => {
    const page = await (await browser.newContext()).newPage();
    server.signOut();
    await page.goto(`${server.url}/?lang=en`);
    await page.getByRole('button', { name: 'County program manager' }).click();
    await page
      .getByRole('heading', { name: 'Today', exact: true })
      .or(page.getByRole('heading', { name: '今天' }))
      .waitFor();
    expect(new URL(page.url()).pathname).toBe('/today');
    await page.context().close();
  });

  it('walk the list by keys: rows, evidence, and the focus back where it was', async () => {
    const page = await signedIn(1280);
    await page.goto(`${addressOf('today')}?lang=en`);
    await settled(page, 'today');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    expect(await focused(page)).toContain('李秀英');
    await page.keyboard.press('k');
    expect(await focused(page)).toContain('王建国');

    await page.keyboard.press('Enter');
    await page.getByText('Assign to me').waitFor();
    expect(page.url()).toContain('open=');
    expect(await focused(page)).toContain('王建国');

    const reason = page.locator('[data-evidence]').first();
    await reason.focus();
    await page.keyboard.press('Enter');
    await page.getByText('23 learning events').waitFor();
    expect(page.url()).toContain('ev=');
    expect(await barriers(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.waitForFunction('document.querySelector("dialog") === null');
    expect(page.url()).not.toContain('ev=');
    expect(await focused(page)).toContain('Not opened for 6 days');

    await page.keyboard.press('k');
    await page.keyboard.press('d');
    await page.getByText('How did it go?').waitFor();
    await page.keyboard.press('Escape');
    await page.waitForFunction('document.querySelector(".flow") === null');
    expect(await focused(page)).toContain('王建国');

    await page.keyboard.press('?');
    await page.getByRole('heading', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('g');
    await page.keyboard.press('l');
    await page.getByRole('heading', { name: 'Learners' }).waitFor();
    await page.locator('[data-row]').first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByText('What happened, and what would help?').waitFor();
    await page.context().close();
  });

  it('refuse what is out of reach once, with a way on', async () => {
    const page = await signedIn(390);
    await page.goto(`${server.url}/nowhere?lang=en`);
    await page.getByRole('heading', { level: 1, name: 'There is no such page' }).waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.goto(`${server.url}/learners/nobody?lang=en`);
    await page.getByText('There is no such thing within your reach').waitFor();
    expect(await page.getByRole('link', { name: 'Go to the first page' }).count()).toBe(1);
    await page.context().close();
  });

  it('fit the sheets of a phone, and find a learner there', async () => {
    const page = await signedIn(390);
    await page.goto(`${addressOf('learners')}?lang=en`);
    await settled(page, 'learners');
    await page.getByRole('search').getByLabel('Find a learner').fill('李秀英');
    await page.keyboard.press('Enter');
    await page.getByText('name contains').waitFor();
    await page.getByRole('button', { name: 'Filters' }).click();
    await page.locator('dialog').waitFor();
    const widths = 'const box = document.querySelector("dialog"); box.scrollWidth - box.clientWidth';
    expect(await page.evaluate(widths)).toBe(0);
    await page.context().close();
  });

  it('open the drawer from a copied link, and close it without leaving the page', async () => {
    const page = await signedIn(390);
    await page.goto(`${addressOf('today')}?lang=en&ev=run:htn-2026,kinds:video`);
    await page.getByText('23 learning events').waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await page.waitForFunction('document.querySelector("dialog") === null');
    expect(new URL(page.url()).pathname).toBe('/today');
    await page.context().close();
  });

  it('record a call in four taps, and take it back', async () => {
    const page = await signedIn(390);
    await page.goto(`${addressOf('today')}?lang=en`);
    await settled(page, 'today');
    const card = page.getByRole('listitem', { name: '李秀英' });
    await card.getByRole('button', { name: 'Call' }).click();
    await card.getByRole('link', { name: '139 0000 0000' }).waitFor();
    await card.getByRole('button', { name: 'Done' }).click();
    await card.getByRole('button', { name: 'Reached' }).click();
    await card.getByRole('button', { name: 'Network' }).click();
    await card.getByRole('button', { name: 'In 3 days' }).click();
    await card.getByRole('button', { name: 'Useful', exact: true }).click();
    await card.getByText('Reached · Network · follow-up 26 Nov').waitFor();
    await page.getByText('done 2/9').waitFor();
    await page.getByRole('status').getByRole('button', { name: /Undo/ }).click();
    await card.getByRole('button', { name: 'Done' }).waitFor();
    expect(server.writes).toEqual([
      expect.stringMatching(/^POST \/learners\/.+\/contact$/),
      expect.stringMatching(/^PUT \/worklist\/items\/.+\/outcome$/),
      expect.stringMatching(/^DELETE \/worklist\/items\/.+\/outcome$/),
    ]);
    await page.context().close();
  });

  it('ask why not today, take a note and an assignment', async () => {
    const page = await signedIn(1280);
    await page.goto(`${addressOf('today')}?lang=en`);
    await settled(page, 'today');
    const card = page.getByRole('listitem', { name: '王建国' });
    await card.getByRole('button', { name: 'Notes, assignment' }).click();
    await card.getByLabel('Add a note').fill('Asked for the offline pack.');
    await card.getByRole('button', { name: 'Save' }).click();
    await card.getByText('Asked for the offline pack.').waitFor();
    await card.getByRole('button', { name: 'Assign to me' }).click();
    await card.getByRole('button', { name: 'Unassign' }).waitFor();
    await card.getByRole('button', { name: 'Not today' }).click();
    await card.getByRole('button', { name: 'On leave' }).click();
    await card.getByText('Not today').waitFor();
    await page.context().close();
  });

  it('say what failed, with the id of the log, and what an empty list means', async () => {
    const page = await signedIn(1280);
    server.set('failing');
    await page.goto(`${addressOf('today')}?lang=en`);
    await page.getByText('fx-7k3f-0001').waitFor({ timeout: 20_000 });
    server.set('empty');
    await page.getByRole('button', { name: 'Retry' }).click();
    await page.getByText('New signs and follow-ups').waitFor();
    await page.context().close();
  });

  it('say in every session that the demo is paused, whoever has paused it', async () => {
    const [one, other] = [await signedIn(1280), await signedIn(390)];
    for (const page of [one, other]) {
      await page.goto(`${addressOf('today')}?lang=en`);
      await page.getByRole('button', { name: 'Pause' }).waitFor();
    }
    await one.getByRole('button', { name: 'Pause' }).click();
    for (const page of [one, other]) {
      await page.getByText(/^paused at 23 Nov/).waitFor({ timeout: 15_000 });
      expect(await barriers(page)).toEqual([]);
    }
    if (screenshots !== undefined)
      await other.screenshot({ path: join(screenshots, 'paused-by-another.png') });
    await other.getByRole('button', { name: 'Go on' }).click();
    await one.getByRole('button', { name: 'Pause' }).waitFor({ timeout: 15_000 });
    for (const page of [one, other]) await page.context().close();
  });

  it('show the time alone where a clock is simulated that nobody can stop, and do not ask again', async () => {
    const page = await signedIn(1280);
    const asked = { demo: 0, worklist: 0 };
    await page.route('**/v1/system/demo', (route) => {
      asked.demo++;
      const problem = {
        type: 'about:blank',
        status: 404,
        title: 'Not found',
        detail: 'no demo',
        instance: 'x',
      };
      return route.fulfill({ status: 404, json: problem });
    });
    await page.route('**/v1/worklist*', (route) => {
      asked.worklist++;
      return route.continue();
    });
    await page.clock.install();
    await page.goto(`${addressOf('today')}?lang=en`);
    await settled(page, 'today');
    const strip = page.getByRole('region', { name: 'Demo data' });
    await strip.getByText('simulated time').waitFor();
    const before = asked.worklist;
    await page.clock.runFor(30_000);
    expect(asked.worklist).toBeGreaterThan(before);
    expect(asked.demo).toBe(1);
    expect(await strip.innerText()).toMatch(/^Demo data\s+simulated time \d+ \w+, \d\d:\d\d$/);
    await page.context().close();
  });

  it('hatch the days on which a learner was offline or away, and tell them in the table', async () => {
    const page = await signedIn(1280);
    await page.goto(`${addressOf('learner')}?lang=en`);
    await page.getByText('Offline, events came late').waitFor();
    const filled = (hatch: string) => page.locator(`.lanes-scroll g > rect[fill="url(#${hatch})"]`);
    expect(await filled('hatch-away').count()).toBe(3);
    expect(await page.getByText('Duty, leave or holiday').count()).toBe(1);
    await page.getByRole('button', { name: 'Table' }).first().click();
    const row = (text: string) => page.getByRole('row').filter({ hasText: text });
    await row('on leave, to 15 Oct').waitFor();
    expect(await row('on leave').textContent()).toContain('13 Oct');
    expect(await row('on duty').count()).toBe(2);
    expect(await row('offline, to 4 Nov').count()).toBe(1);
    await page.context().close();
  });

  it('turn a chart into its table by a key, and show the raw dead letters', async () => {
    const page = await signedIn(1280);
    await page.goto(`${addressOf('system')}?lang=en`);
    await settled(page, 'system');
    await page
      .getByRole('heading', { name: /^Within the hour at most 6\d\d waited: statements, partition 7/ })
      .waitFor();
    await page.keyboard.press('t');
    await page.getByRole('region', { name: /statements taken in/ }).waitFor();
    await page.getByRole('button', { name: '12, see the letters' }).click();
    await page.getByText('2036-11-23').waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.context().close();
  });

  it.each(views)(
    'replay dead letters in $lang, $theme, $width wide: the figure first, then progress, then what came of it',
    async ({ width, theme, lang }) => {
      const page = await signedIn(width);
      const keep = async (name: string) => {
        if (screenshots === undefined) return;
        const path = join(screenshots, `${name}-${lang}-${theme}-${width.toString()}.png`);
        await page.screenshot({ path });
      };
      await page.goto(`${addressOf('system')}?lang=${lang}&theme=${theme}`);
      await settled(page, 'system');
      const dialog = page.getByRole('dialog');
      const button = (zh: string, en: string) =>
        dialog.getByRole('button', { name: lang === 'zh' ? zh : en });

      await page
        .getByRole('button', { name: lang === 'zh' ? '重新处理 2' : 'Replay 2', exact: true })
        .click();
      await dialog.getByText(lang === 'zh' ? '没有可以重新处理的' : 'None can be replayed').waitFor();
      expect(await button('重新处理', 'Replay').count()).toBe(0);
      await button('取消', 'Cancel').click();

      await page.getByRole('button', { name: lang === 'zh' ? '重新处理 1,203' : 'Replay 1,203' }).click();
      await dialog.getByText(lang === 'zh' ? '可以重新处理 1,200 条' : '1,200 can be replayed').waitFor();
      expect(await barriers(page)).toEqual([]);
      await keep('replay-counted');
      await button('重新处理 1,200', 'Replay 1,200').click();
      await dialog.getByText(lang === 'zh' ? '已处理 400，共 1,200' : '400 of 1,200 done').waitFor();
      await keep('replay-running');
      await dialog.getByText(lang === 'zh' ? '已重新处理 1,200 条' : '1,200 replayed').waitFor();
      await keep('replay-done');
      await button('完成', 'Done').click();
      await page
        .getByRole('button', { name: lang === 'zh' ? '重新处理 1,203' : 'Replay 1,203' })
        .waitFor({ state: 'detached' });
      await page.context().close();
    },
  );

  it('stop a replay: it says how far it came, and the dialog is closed after that', async () => {
    const page = await signedIn(1280);
    await page.goto(`${addressOf('system')}?lang=en`);
    await settled(page, 'system');
    await page.getByRole('button', { name: 'Replay 12', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Replay 1,200' }).click();
    await dialog.getByText('400 of 1,200 done').waitFor();
    await page.keyboard.press('Escape');
    await dialog.getByText(/Stopped after about [48]00/).waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.context().close();
  });
});

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string | null;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** Of the page: these sources know no DOM. */
interface Styles {
  getComputedStyle(node: unknown): Readonly<Record<'color' | 'backgroundColor' | 'opacity', string>>;
}

/** WCAG contrast of a control's text with its ground, 1 to 21: axe leaves out controls that are disabled. */
async function contrastOf(control: Locator): Promise<number> {
  const colours = await control.evaluate((node) => {
    const { color, backgroundColor, opacity } = (globalThis as unknown as Styles).getComputedStyle(node);
    return [color, backgroundColor, opacity];
  });
  expect(colours).toEqual([expect.stringMatching(opaque), expect.stringMatching(opaque), '1']);
  const [text = 0, ground = 0] = colours.slice(0, 2).map(luminance);
  return (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05);
}

const opaque = /^rgb\((\d+), (\d+), (\d+)\)$/;
/** Relative luminance as WCAG 2 defines it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (opaque.exec(colour) ?? []).slice(1).map((part) => {
    const share = Number(part) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Violations that axe-core finds and that are more than minor, each with the element. */
async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResult>('axe.run({ resultTypes: ["violations"] })');
  return violations
    .filter(({ impact }) => impact !== 'minor')
    .map(({ id, nodes }) => `${id} ${nodes[0]?.html.slice(0, 200) ?? ''}`);
}
