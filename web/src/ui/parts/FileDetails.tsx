// What is inside a firmware image, folded away until asked for; and what tables of such files share.

import type { JSX } from 'preact';
import type { FirmwareView } from '../../core/reports';
import type { FirmwareFact } from '../model/firmwareWords';

interface TableProps {
  caption: string;
  columns: string[];
  rows: string[][];
}

export function Table({ caption, columns, rows }: TableProps): JSX.Element {
  return (
    <table class="data">
      <caption>{caption}</caption>
      <thead>
        <tr>{columns.map((column) => <th scope="col" key={column}>{column}</th>)}</tr>
      </thead>
      <tbody>
        {rows.map((cells, at) => (
          <tr key={at}>{cells.map((cell, column) => <td key={column}>{cell}</td>)}</tr>
        ))}
      </tbody>
    </table>
  );
}

interface FirmwareDetailsProps {
  firmware: FirmwareView;
  /** What a kind of guest takes of it. */
  facts: readonly FirmwareFact[];
}

export function FirmwareDetails({ firmware, facts }: FirmwareDetailsProps): JSX.Element {
  const { code, table, sevMetadata, sevMetadataProblem } = firmware;
  return (
    <details>
      <summary>Firmware table</summary>
      <dl class="facts">
        {facts.map(([name, value]) => <Fact key={name} name={name} value={value} />)}
      </dl>
      {code?.problem && <p>Code: {code.problem}</p>}
      {table.length > 0 ? (
        <Table caption="Entries, from the end of the file downwards"
          columns={['GUID', 'Name', 'Offset', 'Data']}
          rows={table.map(({ guid, name, offset, data }) => [guid, name ?? '', offset, data])} />
      ) : <p>The image has no GUIDed table.</p>}
      {sevMetadata.length > 0 && (
        <Table caption="SEV metadata" columns={['Type', 'Name', 'Address', 'Size']}
          rows={sevMetadata.map(({ type, name, gpa, size }) => (
            [String(type), name ?? '', gpa, size]))} />
      )}
      {sevMetadataProblem && <p>SEV metadata: {sevMetadataProblem}</p>}
    </details>
  );
}

export function Fact({ name, value }: { name: string; value: string }): JSX.Element {
  return <div><dt>{name}</dt><dd>{value}</dd></div>;
}
