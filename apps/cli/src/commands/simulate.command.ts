import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Command } from 'commander';
import {
  createProvince,
  datasetHeaders,
  dutyLines,
  enrolmentLines,
  eventLine,
  responseLine,
  type Province,
} from '#libs/simulator';
import { JobError } from '../../../jobs/src/index.js';
import { print, say } from '../output.js';
import { wholeNumber } from '../whole-number.js';

interface SimulateArguments {
  readonly learners: number;
  readonly weeks: number;
  readonly seed: number;
  readonly start: string;
  readonly out?: string;
  readonly into?: string;
  readonly key?: string;
  readonly json: boolean;
}

export function addSimulateCommand(program: Command): void {
  program
    .command('simulate')
    .description('a seeded province of rural doctors, with the truth that it drew')
    .requiredOption('--learners <n>', 'learners of the current runs', wholeNumber(1))
    .requiredOption('--weeks <n>', 'weeks of the current runs', wholeNumber(1))
    .option('--seed <n>', 'the same seed gives the same bytes', wholeNumber(0), 42)
    .option('--start <day>', 'first day of the current runs', '2026-03-02')
    .option('--out <folder>', 'files: statements.jsonl, roster.json, truth.csv and the dataset folder’s CSVs')
    .option('--into <url>', 'a running Snowlight, with --key')
    .option('--key <key:secret>', 'key with xapi:write and admin, for --into')
    .option('--json', 'for machines', false)
    .addHelpText(
      'after',
      '\nExample:\n  snowlight simulate --learners 200 --weeks 8 --seed 7 --out ./province',
    )
    .action(async (options: SimulateArguments) => {
      if ((options.out === undefined) === (options.into === undefined))
        program.error('give either --out or --into', { exitCode: 2 });
      const province = createProvince({
        seed: options.seed,
        learners: options.learners,
        weeks: options.weeks,
        startDay: options.start,
      });
      const result =
        options.out === undefined
          ? await sendInto(province, options.into ?? '', options.key ?? '')
          : await writeOut(province, options.out);
      print(
        result,
        options.json,
        () => `${result.statements.toLocaleString('en')} statements, ${result.where}`,
      );
    });
}

interface Simulated {
  readonly statements: number;
  readonly where: string;
}

async function writeOut(province: Province, folder: string): Promise<Simulated> {
  await mkdir(folder, { recursive: true });
  const open = (name: string): WriteStream => createWriteStream(join(folder, name));
  const files = {
    statements: open('statements.jsonl'),
    events: open('events.csv'),
    responses: open('responses.csv'),
  };
  const write = async (file: WriteStream, line: string | null): Promise<void> => {
    if (line !== null && !file.write(line)) await once(file, 'drain');
  };
  await write(files.events, datasetHeaders.events);
  await write(files.responses, datasetHeaders.responses);
  let statements = 0;
  for (const step of province.days(province.present))
    for (const one of step.statements) {
      statements++;
      await write(files.statements, `${JSON.stringify(one.statement)}\n`);
      await write(files.events, eventLine(one));
      await write(files.responses, responseLine(one));
    }
  for (const file of Object.values(files)) {
    file.end();
    await once(file, 'finish');
  }
  const roster = province.rosterNow();
  await writeFile(join(folder, 'roster.json'), JSON.stringify(roster));
  await writeFile(
    join(folder, 'enrolments.csv'),
    [datasetHeaders.enrolments, ...enrolmentLines(roster)].join(''),
  );
  await writeFile(join(folder, 'duties.csv'), [datasetHeaders.duties, ...dutyLines(roster)].join(''));
  await writeFile(join(folder, 'truth.csv'), province.truth.csv());
  return { statements, where: folder };
}

async function sendInto(province: Province, url: string, key: string): Promise<Simulated> {
  const all = [];
  for (const step of province.days(province.present))
    all.push(...step.statements.map(({ statement }) => statement));
  await post(`${url}/v1/roster`, key, province.rosterNow());
  for (let from = 0; from < all.length; from += 200) {
    await post(`${url}/xapi/statements`, key, all.slice(from, from + 200));
    if (from % 10_000 === 0) say(`  ${from.toLocaleString('en')} of ${all.length.toLocaleString('en')}`);
  }
  return { statements: all.length, where: url };
}

async function post(url: string, key: string, body: unknown): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-experience-api-version': '1.0.3',
      authorization: `Basic ${Buffer.from(key).toString('base64')}`,
    },
    body: JSON.stringify(body),
  });
  if (!response.ok)
    throw new JobError(`${url} answered ${response.status}: ${(await response.text()).slice(0, 500)}`);
}
