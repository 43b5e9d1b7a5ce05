import './chart-figure.css';
import { Suspense, useId, useState, type ReactNode } from 'react';
import { both } from '../language/bilingual.js';
import { useLanguage } from '../language/language.js';
import type { ChartOption } from '../charts/chart-option.js';
import { DataTable, type Column } from './data-table.js';
import { lazyPart } from './lazy-part.js';

const EChart = lazyPart(() => import('./echart.js'), 'EChart');

const words = { table: both('表格', 'Table'), chart: both('图', 'Chart') };

interface ChartFigureProps<Row> {
  /** The finding, as a sentence. */
  readonly title: string;
  /** Axes, range and n: said below the title, and to screen readers before the table. */
  readonly subtitle: string;
  readonly height: number;
  readonly option: ChartOption;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** On a phone the rows say more than the marks: it opens as a table there. */
  readonly tableOnPhone?: boolean;
  /** What to do about it, below the chart. */
  readonly after?: ReactNode;
  /** Index of the row behind a clicked mark. */
  readonly onPick?: (index: number) => void;
}

/**
 * A chart with its finding as title and its table behind a button; readers get the sentence and then the table. Of
 * nothing no axes are drawn: the title says that there is nothing.
 */
export function ChartFigure<Row>(props: ChartFigureProps<Row>) {
  const { say } = useLanguage();
  const [asTable, setAsTable] = useState(
    () => props.tableOnPhone === true && matchMedia('(max-width: 719px)').matches,
  );
  const id = useId();
  return (
    <figure className="panel chart-figure" aria-labelledby={id}>
      <figcaption id={id}>
        <h2>{props.title}</h2>
        <p className="small quiet">{props.subtitle}</p>
      </figcaption>
      {props.rows.length > 0 && (
        <>
          <button
            type="button"
            className="button plain no-print"
            data-table-toggle
            aria-pressed={asTable}
            onClick={() => {
              setAsTable(!asTable);
            }}
          >
            {say(asTable ? words.chart : words.table)}
          </button>
          {!asTable && (
            <div className="chart-place" aria-hidden="true" style={{ minHeight: props.height }}>
              <Suspense fallback={null}>
                <EChart
                  option={props.option}
                  height={props.height}
                  {...(props.onPick ? { onPick: props.onPick } : {})}
                />
              </Suspense>
            </div>
          )}
          <DataTable
            caption={props.title}
            forReaders={!asTable}
            columns={props.columns}
            rows={props.rows}
            keyOf={props.keyOf}
          />
        </>
      )}
      {props.after !== undefined && <div className="chart-after">{props.after}</div>}
    </figure>
  );
}
