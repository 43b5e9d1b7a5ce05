import type { LearnerAccount, LearnerPid, Roster } from '#libs/contracts';
import { identifierOf } from '#libs/xapi';
import type { Postgres, Queryable } from '../postgres.js';
import { CatalogueStore } from './catalogue.store.js';
import { ConsentStore } from './consent.store.js';
import { DutyStore } from './duty.store.js';
import { EnrolmentStore } from './enrolment.store.js';
import { LearnerStore } from './learner.store.js';
import { RegionStore } from './region.store.js';
import {
  type AcceptedRoster,
  inCourse,
  type KnownCatalogue,
  type KnownPeople,
  type RosterPart,
  type RosterProblem,
  validateRoster,
} from './roster-validation.js';
import type { TenantStore } from './tenant.store.js';
import type { VaultStore } from './vault.store.js';

export interface RosterReport {
  readonly counts: Readonly<Record<RosterPart, { readonly read: number; readonly accepted: number }>>;
  readonly problems: readonly RosterProblem[];
}

/** From here on a roster changes what the tables look like. */
const MANY_PEOPLE = 1000;

/**
 * What the planner knows of tables that have just been filled. Without it, until the server's own turn comes, it takes
 * them for empty: the copying of 30,000 enrolments took a minute of a core in nested loops.
 */
const ANALYZE =
  'ANALYZE regions, learners, learner_regions, enrolments, runs, activities, activity_skills, identities, contacts';

/**
 * Brings people, places and courses to what a roster says, in one transaction: all good rows or, on an error, none.
 * Owns no table: each part is written by the store that does.
 */
export class RosterStore {
  private readonly regions: RegionStore;
  private readonly catalogue: CatalogueStore;
  private readonly learners: LearnerStore;
  private readonly consents: ConsentStore;
  private readonly enrolments: EnrolmentStore;
  private readonly duties: DutyStore;

  constructor(
    private readonly postgres: Postgres,
    private readonly tenants: TenantStore,
    private readonly vault: VaultStore,
  ) {
    this.regions = new RegionStore(postgres);
    this.catalogue = new CatalogueStore(postgres);
    this.learners = new LearnerStore(postgres);
    this.consents = new ConsentStore(postgres);
    this.enrolments = new EnrolmentStore(postgres);
    this.duties = new DutyStore(postgres);
  }

  /**
   * Applying a roster twice changes nothing. What it leaves out stays as it is; moves count from the tenant's today.
   * `source` names the sender in the ledgers of consent and enrolment.
   */
  async apply(
    tenant: string,
    roster: Roster,
    pidOf: (account: LearnerAccount) => LearnerPid,
    source = 'roster',
  ): Promise<RosterReport> {
    const now = await this.tenants.now(tenant);
    const today = await this.tenants.today(tenant);
    let committed = (): void => undefined;
    const report = await this.postgres.transaction(async (tx) => {
      // two rosters with the same people in other orders would lock each other out
      await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('roster ' || $1, 0))`, [tenant]);
      const { accepted, problems } = await this.validate(tx, tenant, roster, pidOf);
      const movedRegions = await this.regions.put(tx, tenant, accepted.regions);
      committed = await this.putIdentities(tx, tenant, accepted.learners);
      const movedLearners = await this.putLearners(tx, tenant, accepted.learners, { now, today, source });
      const duties = accepted.duties.map(({ pid, ...duty }) => ({ ...duty, learnerPid: pid }));
      await this.duties.put(tx, tenant, duties);
      // what is mirrored comes last: writers of it take turns until they commit
      const changedRuns = await this.putCatalogue(tx, tenant, accepted);
      await this.enrolments.touch(tx, tenant, {
        learners: movedLearners,
        regions: movedRegions,
        runs: changedRuns,
      });
      const refused = await this.putEnrolments(tx, tenant, accepted.enrolments, source);
      if (roster.learners.length + roster.enrolments.length >= MANY_PEOPLE) await tx.query(ANALYZE);
      return reportOf(roster, accepted, problems, refused);
    });
    committed();
    return report;
  }

  /** What `apply` would leave out, without writing anything. */
  async check(
    tenant: string,
    roster: Roster,
    pidOf: (account: LearnerAccount) => LearnerPid,
  ): Promise<RosterReport> {
    const { accepted, problems } = await this.validate(this.postgres, tenant, roster, pidOf);
    return reportOf(roster, accepted, problems, []);
  }

  private async validate(
    db: Queryable,
    tenant: string,
    roster: Roster,
    pidOf: (account: LearnerAccount) => LearnerPid,
  ): Promise<ReturnType<typeof validateRoster>> {
    // an account is in two parts: its pseudonym is made once
    const pids = new Map<string, LearnerPid>();
    const rememberedPidOf = (account: LearnerAccount) => {
      const key = JSON.stringify([account.homePage, account.name]);
      const pid = pids.get(key) ?? pidOf(account);
      pids.set(key, pid);
      return pid;
    };
    const accounts = [...roster.learners, ...roster.enrolments, ...roster.duties].map(({ account }) =>
      rememberedPidOf(account),
    );
    return validateRoster(
      roster,
      await readCatalogue(db, tenant),
      await this.readPeople(db, tenant, accounts),
      rememberedPidOf,
    );
  }

  private async readPeople(db: Queryable, tenant: string, pids: readonly LearnerPid[]): Promise<KnownPeople> {
    const rows = await db.query<{ pid: LearnerPid }>(
      `SELECT learner_pid AS pid FROM learners WHERE tenant = $1 AND learner_pid = ANY ($2)`,
      [tenant, pids],
    );
    return {
      learners: new Set(rows.map(({ pid }) => pid)),
      erased: await this.vault.erased(tenant, pids, db),
    };
  }

  private async putCatalogue(tx: Queryable, tenant: string, accepted: AcceptedRoster): Promise<string[]> {
    await this.catalogue.putPrograms(tx, tenant, accepted.programs);
    await this.catalogue.putCourses(tx, tenant, accepted.courses);
    await this.catalogue.putModules(tx, tenant, accepted.modules);
    await this.catalogue.putSkills(tx, tenant, accepted.skills);
    const changedRuns = await this.catalogue.putRuns(tx, tenant, accepted.runs);
    await this.catalogue.putActivities(tx, tenant, accepted.activities);
    return changedRuns;
  }

  /** Returns what to call when the transaction has committed. */
  private async putIdentities(
    tx: Queryable,
    tenant: string,
    rows: AcceptedRoster['learners'],
  ): Promise<() => void> {
    await this.learners.add(
      tx,
      tenant,
      rows.map(({ pid }) => pid),
    );
    return this.vault.rememberWithin(
      tx,
      tenant,
      rows.flatMap(({ pid, account }) => {
        const agent = { objectType: 'Agent' as const, account };
        const identifier = identifierOf(agent);
        return identifier === undefined ? [] : { pid, identifier, agent };
      }),
    );
  }

  /** Returns those who were moved to another region. */
  private async putLearners(
    tx: Queryable,
    tenant: string,
    rows: AcceptedRoster['learners'],
    when: { readonly now: Date; readonly today: string; readonly source: string },
  ): Promise<LearnerPid[]> {
    await this.vault.keepContacts(
      tx,
      tenant,
      rows.flatMap(({ pid, name = null, phone = null }) =>
        name === null && phone === null ? [] : { pid, name, phone },
      ),
    );
    await this.learners.putAttributes(
      tx,
      tenant,
      rows.flatMap(({ pid, attributes }) =>
        Object.keys(attributes).length === 0 ? [] : { learnerPid: pid, attributes },
      ),
    );
    await this.consents.recordStanding(
      tenant,
      rows.flatMap(({ pid, consentReminders: granted }) =>
        granted === undefined ? [] : { learnerPid: pid, granted, at: when.now, source: when.source },
      ),
      tx,
    );
    const placements = rows.flatMap(({ pid, region }) =>
      region === null ? [] : { learnerPid: pid, region },
    );
    return this.learners.place(tx, tenant, placements, when.today);
  }

  /** Returns what the life cycle of an enrolment does not allow. */
  private async putEnrolments(
    tx: Queryable,
    tenant: string,
    rows: AcceptedRoster['enrolments'],
    source: string,
  ): Promise<RosterProblem[]> {
    const decisions = await this.enrolments.changeWithin(
      tx,
      tenant,
      rows.map(({ row }) => ({
        run: row.run,
        learnerPid: row.pid,
        status: row.status,
        at: row.statusAt === null ? null : new Date(row.statusAt),
        registeredAt: new Date(row.registeredAt),
        startedAt: row.startedAt === null ? null : new Date(row.startedAt),
      })),
      source,
    );
    return decisions.flatMap((decision, i) =>
      decision.kind === 'refused'
        ? { part: 'enrolments' as const, index: rows[i]!.index, field: 'status', message: decision.message }
        : [],
    );
  }
}

function reportOf(
  roster: Roster,
  accepted: AcceptedRoster,
  problems: readonly RosterProblem[],
  refused: readonly RosterProblem[],
): RosterReport {
  const count = (part: RosterPart, acceptedRows: number) => ({
    read: roster[part].length,
    accepted: acceptedRows,
  });
  return {
    counts: {
      regions: count('regions', accepted.regions.length),
      programs: count('programs', accepted.programs.length),
      courses: count('courses', accepted.courses.length),
      runs: count('runs', accepted.runs.length),
      modules: count('modules', accepted.modules.length),
      skills: count('skills', accepted.skills.length),
      activities: count('activities', accepted.activities.length),
      learners: count('learners', accepted.learners.length),
      enrolments: count('enrolments', accepted.enrolments.length - refused.length),
      duties: count('duties', accepted.duties.length),
    },
    problems: [...problems, ...refused],
  };
}

async function readCatalogue(db: Queryable, tenant: string): Promise<KnownCatalogue> {
  type Known =
    KnownCatalogue['regions'] extends ReadonlyMap<string, infer Region> ? Region & { code: string } : never;
  const regions = await db.query<Known>(`SELECT code, parent, level FROM regions WHERE tenant = $1`, [
    tenant,
  ]);
  const programs = await db.query<{ code: string }>(`SELECT code FROM programs WHERE tenant = $1`, [tenant]);
  const courses = await db.query<{ code: string }>(`SELECT code FROM courses WHERE tenant = $1`, [tenant]);
  const runs = await db.query<{ code: string; iri: string; course: string }>(
    `SELECT code, iri, course FROM runs WHERE tenant = $1`,
    [tenant],
  );
  const inCourses = (table: 'modules' | 'skills') =>
    db.query<{ course: string; code: string }>(`SELECT course, code FROM ${table} WHERE tenant = $1`, [
      tenant,
    ]);
  const keys = (rows: readonly { course: string; code: string }[]) =>
    new Set(rows.map(({ course, code }) => inCourse(course, code)));
  return {
    regions: new Map(regions.map((region) => [region.code, region])),
    programs: new Set(programs.map(({ code }) => code)),
    courses: new Set(courses.map(({ code }) => code)),
    runs: new Map(runs.map((run) => [run.code, run])),
    modules: keys(await inCourses('modules')),
    skills: keys(await inCourses('skills')),
  };
}
