import './system-page.css';
import type { SystemStatus } from '#libs/contracts';
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../api/api.js';
import { useShownAsOf } from '../../app/as-of.js';
import { useLanguage } from '../../language/language.js';
import { DataTable } from '../../parts/data-table.js';
import { PageHead } from '../../parts/page-head.js';
import { Loaded } from '../../parts/states.js';
import { Tiles } from '../../parts/tiles.js';
import { bytes } from './bytes.js';
import { DeadLetters } from './dead-letters.js';
import { DemoSpeed } from './demo-speed.js';
import { Intake } from './intake.js';
import { LagByPartition } from './lag-by-partition.js';
import { ModelAlarms } from './model-alarms.js';
import { TakenIn } from './taken-in.js';
import { words } from './words.js';

export function SystemPage() {
  const { say } = useLanguage();
  const { queries } = useApi();
  // An operator looks at this page while something happens.
  const query = useQuery({ ...queries.system(), refetchInterval: 10_000 });
  const { data } = query;
  useShownAsOf(data?.asOf);
  return (
    <>
      <PageHead title={say(words.title)} question={say(words.question)} answer={data && say(data.sentence)} />
      <Loaded query={query} shape="chart">
        {(status) => <Overview status={status} />}
      </Loaded>
    </>
  );
}

function Overview({ status }: { status: SystemStatus }) {
  const { say, format } = useLanguage();
  const { disk, deadLetters } = status;
  const behind = Math.max(0, ...status.lag.map(({ oldestSeconds }) => oldestSeconds));
  return (
    <>
      <Tiles
        tiles={[
          { name: say(words.perMinute), value: format.headline(status.intakePerMinute) },
          { name: say(words.behind), value: say(words.seconds(format.number(behind))) },
          { name: say(words.dead), value: format.headline(deadLetters.total) },
          { name: say(words.stored), value: format.headline(status.statements) },
          ...(disk === null
            ? []
            : [
                {
                  name: say(words.disk),
                  value: format.percent(disk.usedBytes / (disk.usedBytes + disk.freeBytes)),
                  note: say(words.diskFree(bytes(disk.freeBytes))),
                },
              ]),
        ]}
      />
      <Intake intake={status.intake} />
      <LagByPartition lagMinutes={status.lagMinutes} intake={status.intake} />
      <ModelAlarms modelAlarms={status.modelAlarms} />
      <section className="system-section">
        <h2>{say(words.letters)}</h2>
        <DeadLetters deadLetters={deadLetters} />
      </section>
      <div className="system-columns">
        <TakenIn scrubbed={status.scrubbed} corrected={status.corrected} />
        <section className="system-section">
          <h2>{say(words.lag)}</h2>
          <DataTable
            caption={say(words.lag)}
            rows={status.lag}
            keyOf={({ topic }) => topic}
            columns={[
              { name: say(words.topic), cell: ({ topic }) => topic },
              { name: say(words.waiting), figure: true, cell: ({ waiting }) => format.number(waiting) },
              {
                name: say(words.capacity),
                figure: true,
                cell: ({ capacity }) => (capacity === null ? '–' : format.number(capacity)),
              },
              {
                name: say(words.oldest),
                figure: true,
                cell: ({ oldestSeconds }) => say(words.seconds(format.number(oldestSeconds))),
              },
            ]}
          />
        </section>
        <section className="system-section">
          <h2>{say(words.stores)}</h2>
          <DataTable
            caption={say(words.stores)}
            rows={status.stores}
            keyOf={({ name }) => name}
            columns={[
              { name: say(words.store), cell: ({ name }) => name },
              { name: say(words.status), cell: ({ ok }) => say(ok ? words.ok : words.notOk) },
              { name: say(words.detail), text: true, cell: ({ detail }) => detail },
            ]}
          />
        </section>
        <Unknown
          title={say(words.unknownVerbs)}
          head={say(words.verb)}
          rows={status.unknownVerbs.map(({ verb, count }) => ({ name: verb, count }))}
        />
        <Unknown
          title={say(words.unknownRuns)}
          head={say(words.run)}
          rows={status.unknownRuns.map(({ run, count }) => ({ name: run, count }))}
        />
      </div>
      {status.demo !== null && <DemoSpeed demo={status.demo} />}
      <p className="small quiet">{say(words.version(status.version, status.mode))}</p>
    </>
  );
}

interface UnknownProps {
  readonly title: string;
  readonly head: string;
  readonly rows: readonly { readonly name: string; readonly count: number }[];
}

function Unknown({ title, head, rows }: UnknownProps) {
  const { say, format } = useLanguage();
  return (
    <section className="system-section">
      <h2>{title}</h2>
      {rows.length === 0 ? (
        <p className="quiet">{say(words.none)}</p>
      ) : (
        <DataTable
          caption={title}
          rows={rows}
          keyOf={({ name }) => name}
          columns={[
            { name: head, cell: ({ name }) => <code className="small">{name}</code> },
            { name: say(words.count), figure: true, cell: ({ count }) => format.number(count) },
          ]}
        />
      )}
    </section>
  );
}
