// What is inside a firmware image, folded away until asked for; and what tables of such files share.

import type { JSX } from 'preact';
import type { Area } from '../../core/reports';
import type { HeldFile } from '../model/inputs';

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

const imageWords: Record<string, string> = {
  'combined': 'code and variable store',
  'code-only': 'code only, without its variable store',
  'vars-only': 'variable store only, no code',
  'other': 'does not begin with a firmware volume',
};

function areaText(area: Area | null): string {
  return area ? `${area.base}, size ${area.size}` : 'none';
}

const presenceWords = { present: 'yes', absent: 'no', unknown: 'not known' };

/** In a few words, for the line under the file's name. */
export function firmwareWords({ firmware }: HeldFile): string {
  if (!firmware) return '';
  const { resetAddress, hashArea, code } = firmware;
  return [
    resetAddress ? `SEV-ES reset ${resetAddress}` : 'no SEV-ES reset block',
    hashArea && hashArea.size !== '0x0' ? `hash area ${hashArea.size}` : 'no hash area',
    ...(code?.checksKernelHashes === 'absent' ? ['does not check kernel hashes'] : []),
  ].join(' · ');
}

export function FirmwareDetails({ file }: { file: HeldFile }): JSX.Element | null {
  if (!file.firmware) return null;
  const facts = file.firmware;
  return (
    <details>
      <summary>Firmware table</summary>
      <dl class="facts">
        <Fact name="Image" value={imageWords[facts.image] ?? facts.image} />
        <Fact name="SEV-ES reset" value={facts.resetAddress ?? 'none'} />
        <Fact name="Secret area" value={areaText(facts.secretArea)} />
        <Fact name="Hash area" value={areaText(facts.hashArea)} />
        <Fact name="Checks kernel hashes"
          value={presenceWords[facts.code?.checksKernelHashes ?? 'unknown']} />
        <Fact name="Hands on secrets" value={presenceWords[facts.code?.handsOnSecrets ?? 'unknown']} />
      </dl>
      {facts.code?.problem && <p>Code: {facts.code.problem}</p>}
      {facts.table.length > 0 ? (
        <Table caption="Entries, from the end of the file downwards"
          columns={['GUID', 'Name', 'Offset', 'Data']}
          rows={facts.table.map(({ guid, name, offset, data }) => [guid, name ?? '', offset, data])} />
      ) : <p>The image has no GUIDed table.</p>}
      {facts.sevMetadata.length > 0 && (
        <Table caption="SEV metadata" columns={['Type', 'Name', 'Address', 'Size']}
          rows={facts.sevMetadata.map(({ type, name, gpa, size }) => (
            [String(type), name ?? '', gpa, size]))} />
      )}
      {facts.sevMetadataProblem && <p>SEV metadata: {facts.sevMetadataProblem}</p>}
    </details>
  );
}

export function Fact({ name, value }: { name: string; value: string }): JSX.Element {
  return <div><dt>{name}</dt><dd>{value}</dd></div>;
}
