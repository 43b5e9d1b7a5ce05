import type { ClickHouse } from '#libs/clickhouse';
import { Roster } from '#libs/contracts';
import { createProvince, type Province, type SimulatedStatement } from '#libs/simulator';
import { createKeyring, pseudonym } from '#libs/privacy';
import { identifierOf, validateStatement, type Statement } from '#libs/xapi';
import { FOLDER_TENANT, FOLDER_TIME_ZONE, FolderStore } from '../folder/folder-store.js';

/** A province of which a model learns: two cohorts on a calendar and a rolling run, each finished and followed by another. */
export interface SimulatedShape {
  readonly seed: number;
  readonly learners: number;
  /** Off: courses of reading and video alone, without quizzes, items and due days. */
  readonly assessments: boolean;
}

/** Long enough for the current cohorts (16 weeks) to end, too. */
const WEEKS = 18;
const START_DAY = '2026-03-02';
const STATEMENTS_AT_ONCE = 500;
/** Nobody is named outside of the engine, which is gone afterwards. */
const SECRET = 'pseudonyms of simulated learners, the same each time';

/** Lives a province through into an engine, with rollups counted. */
export async function simulateInto(
  clickhouse: Pick<ClickHouse, 'insert' | 'command'>,
  { seed, learners, assessments }: SimulatedShape,
): Promise<FolderStore> {
  const province = createProvince({ seed, learners, weeks: WEEKS, startDay: START_DAY });
  const keyring = createKeyring(SECRET);
  const keys = keyring.tenant(FOLDER_TENANT);
  const store = new FolderStore(clickhouse, keys);
  const left = assessments ? new Set<string>() : quizzesOf(province);
  const sent = province
    .advance(province.present)
    .statements.filter((one) => !left.has(one.statement.object.id));
  for (let from = 0; from < sent.length; from += STATEMENTS_AT_ONCE)
    await store.intake({
      tenant: { id: FOLDER_TENANT, timeZone: FOLDER_TIME_ZONE },
      statements: sent.slice(from, from + STATEMENTS_AT_ONCE).map(legal),
      version: '1.0.3',
      authority: {
        objectType: 'Agent',
        account: { homePage: 'https://w3id.org/snowlight', name: 'simulator' },
      },
      stored: province.present,
      source: 'simulator',
      whenFull: 'wait',
      keptBy: 'handler',
    });
  const roster = Roster.parse(province.rosterNow());
  await store.roster.apply(
    FOLDER_TENANT,
    { ...roster, activities: roster.activities.filter(({ iri }) => !left.has(iri)) },
    (account) => pseudonym(keys, identifierOf({ objectType: 'Agent', account }) ?? ''),
  );
  await store.settle();
  return store;
}

/** IRIs of quizzes and their items. */
function quizzesOf({ roster }: Province): Set<string> {
  const activities = Roster.parse(roster).activities;
  const quizzes = activities.filter(({ type }) => type === 'assessment' || type === 'item');
  return new Set(quizzes.map(({ iri }) => iri));
}

function legal({ statement }: SimulatedStatement): Statement {
  const result = validateStatement(JSON.parse(JSON.stringify(statement)), '1.0.3');
  if (!result.ok) throw new Error(`the simulator sent an illegal statement ${statement.id}`);
  return result.statement;
}
