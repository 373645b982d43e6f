// A table of any number of rows, of which only those in view are in the document. Rows are one line high; it is
// scrolled by keyboard, too.

import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';

const rowHeight = 24; // pixels, as style/places.css has it
const shown = 14;
const beyond = 6;

interface LongTableProps {
  caption: string;
  columns: readonly string[];
  count: number;
  row: (at: number) => readonly string[];
}

function Space({ rows, columns }: { rows: number; columns: number }): JSX.Element | null {
  return rows > 0 ? <tr aria-hidden="true"><td colSpan={columns} style={{ height: `${rows * rowHeight}px` }} /></tr> : null;
}

export function LongTable({ caption, columns, count, row }: LongTableProps): JSX.Element {
  const top = useSignal(0);
  const first = Math.max(0, Math.min(top.value - beyond, count - shown));
  const last = Math.min(count, top.value + shown + beyond);
  const rows = Array.from({ length: last - first }, (_, at) => first + at);
  return (
    <div class="long-table" tabIndex={0} role="group" aria-label={caption}
      onScroll={(event) => { top.value = Math.floor(event.currentTarget.scrollTop / rowHeight); }}>
      <table class="data" aria-rowcount={count + 1}>
        <caption class="visually-hidden">{caption}</caption>
        <thead><tr aria-rowindex={1}>{columns.map((name) => <th scope="col" key={name}>{name}</th>)}</tr></thead>
        <tbody>
          <Space rows={first} columns={columns.length} />
          {rows.map((at) => (
            <tr key={at} aria-rowindex={at + 2}>{row(at).map((cell, column) => <td key={column}>{cell}</td>)}</tr>
          ))}
          <Space rows={count - last} columns={columns.length} />
        </tbody>
      </table>
    </div>
  );
}
