import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';

/** What the demo's province was made from: with it, and the nudges that it got, it is the same after a restart. */
const DemoSettings = z.object({
  seed: z.number().int(),
  learners: z.number().int(),
  weeks: z.number().int(),
  startDay: z.iso.date(),
  /** Sign-in of each persona. */
  personas: z.array(z.object({ account: z.string(), password: z.string(), title: z.string() })),
  key: z.string(),
  secret: z.string(),
  callbackKey: z.string(),
  webhookSecret: z.string(),
});
export type DemoSettings = z.infer<typeof DemoSettings>;

/** A nudge that reached a learner, and when the province lived on with it. */
const GivenNudge = z.object({ account: z.string(), day: z.string(), at: z.string() });
export type GivenNudge = z.infer<typeof GivenNudge>;

/** Kept beside the data, readable by its owner alone: it holds the demo's passwords. */
export class DemoFiles {
  readonly #settings: string;
  readonly #nudges: string;

  constructor(dataDir: string) {
    this.#settings = join(dataDir, 'demo.json');
    this.#nudges = join(dataDir, 'demo-nudges.jsonl');
  }

  async settings(): Promise<DemoSettings | null> {
    const text = await contentOf(this.#settings);
    return text === null ? null : DemoSettings.parse(JSON.parse(text));
  }

  async keep(settings: DemoSettings): Promise<void> {
    await writeFile(this.#settings, JSON.stringify(settings, null, 2), { mode: 0o600, flush: true });
  }

  async nudges(): Promise<GivenNudge[]> {
    const text = (await contentOf(this.#nudges)) ?? '';
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => GivenNudge.parse(JSON.parse(line)));
  }

  async addNudge(nudge: GivenNudge): Promise<void> {
    await appendFile(this.#nudges, `${JSON.stringify(nudge)}\n`);
  }
}

async function contentOf(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
