import { snowlightActivityTypes } from '#libs/contracts';
import type { Activity, Agent, Context, Verb } from '#libs/xapi';

/** Where the dataset lives: the accounts' home page, and what every IRI that is made from it begins with. */
export const ouladHome = 'https://analyse.kmi.open.ac.uk/open_dataset';

/** Context extension of a result that was brought over from an earlier presentation. */
export const bankedExtension = `${ouladHome}/is_banked`;

/** What a click was on. */
export interface Site {
  readonly activity: Activity;
  readonly verb: Verb;
}

export interface Student {
  readonly actor: Agent;
  readonly pid: string;
  /** Day of the presentation. */
  readonly registered: number;
}

const dayMs = 86_400_000;
const noonMs = dayMs / 2;

/** A course run of the dataset: its calendar, and who and what belongs to it, by the dataset's ids. */
export class Presentation {
  readonly sites = new Map<string, Site>();
  readonly students = new Map<string, Student>();
  readonly iri: string;
  readonly code: string;
  /** Of every statement about the run. */
  readonly context: Context;
  readonly #start: number;
  readonly #noons = new Map<number, string>();

  /** @param start ISO day; see `startOf` */
  constructor(
    readonly module: string,
    readonly presentation: string,
    readonly start: string,
    /** Days. */
    readonly length: number,
  ) {
    this.code = codeOf(module, presentation);
    this.iri = `${ouladHome}/${module}/${presentation}`;
    this.context = {
      contextActivities: {
        grouping: [{ id: this.iri, definition: { type: snowlightActivityTypes.run } }],
      },
    };
    this.#start = Date.parse(`${start}T00:00:00Z`);
  }

  siteIri(id: string): string {
    return `${this.iri}/vle/${id}`;
  }

  /** Calendar day of a day of the presentation, ISO. */
  day(day: number): string {
    return this.noon(day).slice(0, 10);
  }

  /** The dataset knows days alone: noon UTC is the same calendar day from UTC-12 to UTC+11. */
  noon(day: number): string {
    let noon = this.#noons.get(day);
    if (noon === undefined) {
      noon = new Date(this.#start + day * dayMs + noonMs).toISOString();
      this.#noons.set(day, noon);
    }
    return noon;
  }
}

export function codeOf(module: string, presentation: string): string {
  return `${module}_${presentation}`;
}

/** First day of a presentation: B began in February, J in October; the dataset does not say on which day. */
export function startOf(presentation: string): string | undefined {
  const [, year, half] = /^(\d{4})([BJ])$/.exec(presentation) ?? [];
  return year === undefined ? undefined : `${year}-${half === 'B' ? '02' : '10'}-01`;
}
