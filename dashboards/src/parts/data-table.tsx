import './data-table.css';
import type { ReactNode } from 'react';

export interface Column<Row> {
  readonly name: string;
  /** Figures stand right-aligned. */
  readonly figure?: boolean;
  /** Sentences break over lines; everything else stays on one. */
  readonly text?: boolean;
  readonly cell: (row: Row) => ReactNode;
}

interface DataTableProps<Row> {
  readonly caption: string;
  /** Behind a chart the table is there for screen readers alone until it is asked for. */
  readonly forReaders?: boolean;
  /** Rows that the keys walk over; where one opens something, a cell marks it `data-open`. */
  readonly walked?: boolean;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
}

/** A table that scrolls sideways in its own box where the page is narrow; the first column is the row's head. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, forReaders = false, walked = false, columns, rows, keyOf } = props;
  return (
    // The box can be scrolled by keyboard only when it can hold the focus.
    <div
      className={forReaders ? 'for-readers' : 'table-box'}
      {...(forReaders ? {} : { tabIndex: 0, role: 'region', 'aria-label': caption })}
    >
      <table>
        <caption className="for-readers">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.name} scope="col" data-figure={column.figure}>
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} {...(walked ? { 'data-row': true, tabIndex: -1 } : {})}>
              {columns.map((column, index) =>
                index === 0 ? (
                  <th key={column.name} scope="row" data-text={column.text}>
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.name} data-figure={column.figure} data-text={column.text}>
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
