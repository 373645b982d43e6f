// A place for one file that is no part of a launch.

import type { JSX } from 'preact';
import type { FieldName } from '../../core/face';
import { formatSize } from '../../engine/sizes';
import { isBlockFile } from '../model/blockFiles';
import { controlId, labelOf } from '../model/fields';
import { FileButton } from './FileButton';
import { FileName } from './FilePlace';
import { ProblemText } from './Problem';

interface OneFileProps {
  field: FieldName;
  file: File | null;
  /** Null takes it away. */
  onFile: (file: File | null) => void;
  help: string;
  problem: { message: string; hint: string } | null;
}

export function OneFile({ field, file, onFile, help, problem }: OneFileProps): JSX.Element {
  const id = controlId(field);
  const remove = (): void => {
    onFile(null);
    document.getElementById(id)?.focus();
  };
  return (
    <div class="place" data-root={field === 'root' || undefined} data-place={isBlockFile(field) ? field : undefined}>
      <div class="label">{labelOf(field)}</div>
      <div class="place-content" id={`${id}-content`}>
        {file ? <><FileName name={file.name} /><span class="meta">{formatSize(file.size)}</span></>
          : <span class="source">{help}</span>}
        {problem && <ProblemText problem={problem} />}
      </div>
      <div class="place-actions">
        <FileButton field={field} label={file ? 'Change' : 'Choose'} describedBy={`${id}-content`}
          isInvalid={problem !== null} onFiles={([first]) => { if (first) onFile(first); }} />
        {file && (
          <button type="button" class="button small quiet" aria-label={`Remove ${labelOf(field)}`} onClick={remove}>Remove</button>
        )}
      </div>
    </div>
  );
}
