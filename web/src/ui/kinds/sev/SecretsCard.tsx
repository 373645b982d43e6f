// Secrets, for a launch that matched.

import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { formatSize, groupThousands } from '../../../engine/sizes';
import { matchesHostOnly, matchesOwner } from '../../model/hostWords';
import { hasTek, packError, packet, packing, packSecrets } from '../../model/packet';
import { checkError, scheduleCheck, secretCheck } from '../../model/secretCheck';
import {
  addRow, removeRow, removeSecretFile, rows, secretsHeadingId, setSecretFile, setSecretName,
  refusesSecretText, setSecretText, type SecretRow,
} from '../../model/secrets';
import { verdict } from '../../model/verdict';
import { FileName } from '../../parts/FilePlace';
import { PacketView } from './PacketView';
import { FindingList } from '../../parts/Findings';
import { ProblemText } from '../../parts/Problem';
import { SeverityIcon } from '../../parts/Icon';

interface RowProps {
  row: SecretRow;
  /** "" for the first, " 2" for the second: names stay apart. */
  suffix: string;
}

function NameField({ row, suffix }: RowProps): JSX.Element {
  const id = `secret-name-${row.id}`;
  return (
    <div class="field">
      <label class="label" for={id}>{`Secret name${suffix}`}</label>
      <input id={id} type="text" class="input" list="secret-aliases" autocomplete="off"
        spellcheck={false} autocapitalize="off" value={row.name.value}
        aria-invalid={row.error.value !== null} aria-describedby={`${id}-note`}
        onInput={(event) => setSecretName(row, event.currentTarget.value)} />
      <span class="source">luks-key, or the GUID that the guest looks for</span>
      <span class="note" id={`${id}-note`}>
        {row.error.value && <ProblemText problem={row.error.value} />}
      </span>
    </div>
  );
}

function TextSecret({ row, suffix }: RowProps): JSX.Element {
  const id = `secret-text-${row.id}`;
  const shown = useSignal(false);
  const refuseBreaks = (event: Event, data: DataTransfer | null): void => {
    if (refusesSecretText(row, data?.getData('text') ?? '')) event.preventDefault();
  };
  return (
    <div class="field">
      <label class="label" for={id}>{`Secret text${suffix}`}</label>
      <div class="with-button">
        <input id={id} type="text" class={`input${shown.value ? '' : ' masked'}`} autocomplete="off"
          spellcheck={false} autocapitalize="off" value={row.text.value}
          disabled={row.file.value !== null} aria-describedby={`${id}-source ${id}-note`}
          onInput={(event) => setSecretText(row, event.currentTarget.value)}
          onPaste={(event) => refuseBreaks(event, event.clipboardData)}
          onDrop={(event) => refuseBreaks(event, event.dataTransfer)} />
        <button type="button" class="button small" aria-pressed={shown.value}
          aria-label={`Show text${suffix}`} onClick={() => { shown.value = !shown.value; }}>
          {shown.value ? 'Hide' : 'Show'}
        </button>
      </div>
      <span class="source" id={`${id}-source`}>
        {row.file.value ? 'A file is given: remove it to type text.'
          : 'Used exactly as typed, in UTF-8, without a newline'}
      </span>
      <span class="note" id={`${id}-note`} aria-live="polite">
        {row.pasteError.value !== '' && (
          <ProblemText problem={{ message: row.pasteError.value, hint: '' }} />
        )}
      </span>
    </div>
  );
}

function FileSecret({ row, suffix }: RowProps): JSX.Element {
  const id = `secret-file-${row.id}`;
  const file = row.file.value;
  const take = (input: HTMLInputElement): void => {
    const chosen = input.files?.[0];
    if (chosen) void setSecretFile(row, chosen);
    input.value = '';
  };
  return (
    <div class="place">
      <div class="label" id={`${id}-label`}>{`Secret file${suffix}`}</div>
      <div class="place-content" id={`${id}-content`}>
        {file ? (
          <><FileName name={file.name} /><span class="meta">{formatSize(file.bytes.length)}</span></>
        ) : <span class="source">Instead of text: used byte for byte, newlines too</span>}
        {row.fileError.value && <ProblemText problem={row.fileError.value} />}
      </div>
      <div class="place-actions">
        <input type="file" id={id} class="file-input" autocomplete="off"
          aria-labelledby={`${id}-label`} aria-describedby={`${id}-content`}
          onChange={(event) => take(event.currentTarget)} />
        <label for={id} class="button small" aria-hidden="true">{file ? 'Change' : 'Choose'}</label>
        {file && (
          <button type="button" class="button small quiet" aria-label={`Remove secret file${suffix}`}
            onClick={() => { removeSecretFile(row); document.getElementById(id)?.focus(); }}>
            Remove
          </button>
        )}
      </div>
    </div>
  );
}

function SecretRowView({ row, at }: { row: SecretRow; at: number }): JSX.Element {
  const suffix = at === 0 ? '' : ` ${at + 1}`;
  return (
    <fieldset class="secret" data-secret={row.id}>
      <legend>{`Secret ${at + 1}`}</legend>
      <div class="halves">
        <NameField row={row} suffix={suffix} />
        <TextSecret row={row} suffix={suffix} />
      </div>
      <FileSecret row={row} suffix={suffix} />
      {rows.value.length > 1 && (
        <button type="button" class="button small quiet" aria-label={`Remove secret ${at + 1}`}
          onClick={() => { removeRow(row); document.getElementById(secretsHeadingId)?.focus(); }}>
          Remove secret
        </button>
      )}
    </fieldset>
  );
}

function SizeLine(): JSX.Element {
  const check = secretCheck.value;
  return (
    <div class="secret-size" aria-live="polite">
      {check && (
        <p>
          Table of {groupThousands(check.payloadSize)} bytes;{' '}
          {check.areaSize === null ? 'the firmware declares no area for secrets'
            : `the firmware's area has ${groupThousands(check.areaSize)} bytes`}.
        </p>
      )}
      {check && <FindingList findings={check.findings} />}
      {checkError.value && <ProblemText problem={checkError.value} />}
    </div>
  );
}

function TekAdvice(): JSX.Element | null {
  if (hasTek()) return null;
  return (
    <p class="remark">
      <SeverityIcon severity="warning" />
      <span>Packing needs the TEK, and only a TIK is given. Give the TEK under What only I have, then validate
        again.</span>
    </p>
  );
}

function SecretsForm(): JSX.Element {
  useEffect(scheduleCheck, []);
  return (
    <>
      <p class="lead">
        Encrypted with your TEK for this launch alone. Only the guest that was measured can open it.
      </p>
      <datalist id="secret-aliases">
        <option value="luks-key">the disk key that the AmdSev build of OVMF passes to its boot loader</option>
      </datalist>
      {rows.value.map((row, at) => <SecretRowView key={row.id} row={row} at={at} />)}
      <SizeLine />
      <TekAdvice />
      <div class="buttons">
        <button type="button" class="button" onClick={addRow}>Add secret</button>
        <button type="button" class="button" disabled={!hasTek()} aria-busy={packing.value}
          onClick={() => void packSecrets()}>Pack secret</button>
      </div>
      <div aria-live="polite">
        {packError.value && <ProblemText problem={packError.value} />}
        {packet.value && <p class="visually-hidden">Packed. Save header and payload.</p>}
      </div>
      {packet.value && <PacketView packet={packet.value} />}
    </>
  );
}

/** For a match, and for one with what the host says: there it says what is to be done first. */
export function SecretsCard(): JSX.Element | null {
  const { value } = verdict;
  const isHosts = matchesHostOnly(value);
  if (!isHosts && !matchesOwner(value)) return null;
  return (
    <section class="card secrets" aria-labelledby={secretsHeadingId}>
      <h2 id={secretsHeadingId} tabIndex={-1}>Secrets</h2>
      {isHosts ? (
        <p class="lead">
          First take what the host says as yours, or give your own: no secret is packed for a guest that only
          its host describes.
        </p>
      ) : <SecretsForm />}
    </section>
  );
}
