import type { ClickHouse } from '#libs/clickhouse';
import { encodedRow } from '#libs/clickhouse';
import {
  addDays,
  type EnrolmentStatus,
  type LearnerAccount,
  type LearnerPid,
  type Roster,
} from '#libs/contracts';
import { RUNS_ROLLUP_SQL } from '#libs/features';
import { identifierOf, normalise } from '#libs/xapi';
import { pseudonym, type Keyring } from '#libs/privacy';
import type { ImportPorts, StatementDelivery } from '#pipelines/importing';
import type { Demographics, DemographicsOfRun } from '#pipelines/training';
import { statementRow, typedColumns } from '#pipelines/ingest';

type RosterReport = Awaited<ReturnType<ImportPorts['roster']['apply']>>;

/** Its one tenant. */
export const FOLDER_TENANT = 'folder';

/** Days of a folder are days of UTC: its reader has put what was written on the wall there. */
export const FOLDER_TIME_ZONE = 'UTC';

/** Rows of one insert: in one of 5,000 each row costs a third more. */
const ROWS_AT_ONCE = 50_000;
const ROWS_COUNTED_AT_ONCE = 1_000_000;
const RUNS_COUNTED_AT_ONCE = 500;
/** Days by which an outcome may lie behind the last event and still say how far the data reach. */
const LATE_OUTCOME_DAYS = 90;

export interface FolderRun {
  /** IRI. */
  readonly run: string;
  readonly code: string;
  readonly course: string;
  readonly start: string;
  readonly end: string | null;
}

/** A learner of the folder in a run of it. */
export interface FolderEnrolment {
  readonly learner: string;
  readonly run: string;
  readonly pid: LearnerPid;
  readonly registered: string;
  readonly status: EnrolmentStatus;
}

/**
 * Takes in what an importer reads, as far as features and labels are counted from it, and puts it where the live engine
 * has it: the same tables, rows and rollups, without a record store and without people's identities.
 */
export class FolderStore {
  readonly runs: FolderRun[] = [];
  /** In the order of the folder. */
  readonly enrolments: FolderEnrolment[] = [];
  #rows: Buffer[] = [];
  readonly #rowsOf = new Map<string, number>();
  #inserts = 0;
  #storing: Promise<void> = Promise.resolve();
  #lastEvent = '';
  #lastOutcome = '';
  readonly #pids = new Map<string, LearnerPid>();
  /** They stay here: the engine, from which features are counted, never has them. */
  readonly #demographics = new Map<LearnerPid, Demographics>();

  constructor(
    private readonly clickhouse: Pick<ClickHouse, 'insert' | 'command'>,
    private readonly keys: ReturnType<Keyring['tenant']>,
  ) {}

  /** First day of which the folder knows nothing any more, YYYY-MM-DD. */
  get today(): string {
    const latest =
      this.#lastEvent === ''
        ? this.#lastOutcome
        : earlier(this.#lastOutcome, addDays(this.#lastEvent, LATE_OUTCOME_DAYS));
    const last = latest > this.#lastEvent ? latest : this.#lastEvent;
    return last === '' ? '1970-01-01' : addDays(last, 1);
  }

  /** Last day on which anything happened. */
  get lastEvent(): string {
    return this.#lastEvent;
  }

  /** Attributes and region of a run's learners, for audits alone. */
  demographicsOf(run: string): DemographicsOfRun {
    const own = this.enrolments.filter((one) => one.run === run);
    return new Map(own.map(({ pid }) => [pid, this.#demographics.get(pid) ?? {}]));
  }

  readonly roster: ImportPorts['roster'] = {
    apply: (_tenant, roster, pidOf) => this.#applyRoster(roster, pidOf),
    check: (_tenant, roster) => Promise.resolve(reportOf(roster)),
  };

  /** There is nothing to go on after: a folder is read anew each time. */
  readonly jobs: ImportPorts['jobs'] = {
    open: (tenant, format, fingerprint) => {
      const at = new Date(0);
      const job = { id: 'folder', tenant, format, fingerprint, checkpoint: {}, counts: {} };
      return Promise.resolve({ ...job, status: 'running', startedAt: at, updatedAt: at });
    },
    checkpoint: () => Promise.resolve(),
    finish: () => Promise.resolve(),
  };

  readonly intake: ImportPorts['intake'] = async ({ statements, stored, source }: StatementDelivery) => {
    for (const statement of statements) {
      const event = normalise(statement, {
        tenant: FOLDER_TENANT,
        timeZone: FOLDER_TIME_ZONE,
        id: statement.id ?? '',
        stored,
        learnerPid: this.#pidOf(identifierOf(statement.actor) ?? ''),
      });
      if (event.day > this.#lastEvent) this.#lastEvent = event.day;
      this.#rowsOf.set(event.run, (this.#rowsOf.get(event.run) ?? 0) + 1);
      this.#rows.push(encodedRow(statementRow(event, { source }), typedColumns));
    }
    if (this.#rows.length >= ROWS_AT_ONCE) this.#storing = this.#flush();
    await this.#storing;
    return { kind: 'accepted' };
  };

  /** Stores what is left and counts every learner-day. To be called once, after the import. */
  async settle(): Promise<void> {
    await this.#flush();
    for (const runs of this.#batches())
      await this.clickhouse.command('count the learner days of runs', RUNS_ROLLUP_SQL, {
        tenant: FOLDER_TENANT,
        runs,
      });
  }

  /** Runs that are counted by one statement: its memory grows with the rows. */
  #batches(): string[][] {
    const batches: string[][] = [];
    let rows = ROWS_COUNTED_AT_ONCE;
    for (const [run, own] of this.#rowsOf) {
      if (rows + own > ROWS_COUNTED_AT_ONCE || batches.at(-1)!.length === RUNS_COUNTED_AT_ONCE) {
        batches.push([]);
        rows = 0;
      }
      batches.at(-1)!.push(run);
      rows += own;
    }
    return batches;
  }

  async #flush(): Promise<void> {
    const before = this.#storing;
    const rows = this.#rows;
    this.#rows = [];
    await before;
    await this.clickhouse.insert(
      'statements',
      { columns: typedColumns, rows },
      { token: this.#token('statements') },
    );
  }

  #token(table: string): string {
    return `folder-${table}-${String(++this.#inserts)}`;
  }

  #pidOf(identifier: string): LearnerPid {
    const pid = this.#pids.get(identifier) ?? pseudonym(this.keys, identifier);
    this.#pids.set(identifier, pid);
    return pid;
  }

  async #applyRoster(roster: Roster, pidOf: (account: LearnerAccount) => LearnerPid): Promise<RosterReport> {
    for (const { iri, code, course, start, end } of roster.runs)
      this.runs.push({ run: iri, code, course, start, end });
    const byCode = new Map(this.runs.map((run) => [run.code, run]));
    const rolling = new Set(roster.runs.filter((run) => run.rolling).map(({ code }) => code));
    const own = { tenant: FOLDER_TENANT, revision: 1 };
    await this.#insert(
      'runs',
      roster.runs.map((run) => ({
        ...own,
        run: run.iri,
        code: run.code,
        start_day: run.start,
        end_day: run.end,
        rolling: run.rolling,
        silent: run.dropout === 'silent',
        silent_days: run.silentDays,
      })),
    );
    await this.#insert(
      'activities',
      roster.activities.map((activity) => ({
        ...own,
        run: byCode.get(activity.run)?.run ?? '',
        activity: activity.iri,
        type: activity.type,
        module: activity.module ?? '',
        skills: activity.skills,
        due_day: activity.dueDay,
        weight: activity.weight,
      })),
    );
    for (const { account, region, attributes } of roster.learners)
      this.#demographics.set(pidOf(account), { ...attributes, ...(region !== null && { region }) });
    const enrolments = roster.enrolments.map((one) => {
      const run = byCode.get(one.run);
      const registered = one.registeredAt.slice(0, 10);
      const pid = pidOf(one.account);
      this.enrolments.push({
        learner: one.account.name,
        run: run?.run ?? '',
        pid,
        registered,
        status: one.status,
      });
      const since = one.statusAt?.slice(0, 10) ?? null;
      if (since !== null && since > this.#lastOutcome) this.#lastOutcome = since;
      return {
        ...own,
        run: run?.run ?? '',
        learner_pid: pid,
        region_path: [],
        registered_day: registered,
        // in a rolling run each learner's own clock begins with the registration
        start_day: run === undefined || rolling.has(one.run) ? registered : run.start,
        status: one.status,
        status_day: since,
      };
    });
    await this.#insert('enrolments', enrolments);
    return reportOf(roster);
  }

  async #insert(table: string, rows: readonly object[]): Promise<void> {
    for (let from = 0; from < rows.length; from += ROWS_AT_ONCE)
      await this.clickhouse.insert(table, rows.slice(from, from + ROWS_AT_ONCE), {
        token: this.#token(table),
      });
  }
}

/** Importers hand over what is whole: nothing is left out. */
function reportOf(roster: Roster): RosterReport {
  const counts = Object.fromEntries(
    Object.entries(roster).map(([part, rows]) => [part, { read: rows.length, accepted: rows.length }]),
  );
  return { counts: counts as RosterReport['counts'], problems: [] };
}

const earlier = (a: string, b: string): string => (a < b ? a : b);
