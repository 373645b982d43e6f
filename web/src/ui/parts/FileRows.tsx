// Files of which there may be any number: what each holds, what is wrong with it, and a way to take it out.

import type { JSX } from 'preact';
import { formatSize } from '../../engine/sizes';
import { controlId } from '../model/fields';
import type { GivenFile } from '../model/fileLists';
import type { FieldName } from '../../core/face';
import { visibleName } from '../model/format';
import { FileName } from './FilePlace';
import { ProblemText } from './Problem';

interface FileRowsProps<V> {
  /** Whose control gets the focus when one is removed. */
  field: FieldName;
  name: string;
  files: readonly GivenFile<V>[];
  /** What one holds, in a few words. */
  content: (view: V) => string;
  onRemove: (file: GivenFile<V>) => void;
}

export function contentOf<V>(file: GivenFile<V>, content: (view: V) => string): string {
  if (file.state === 'held') return file.view === null ? '' : content(file.view);
  return file.state === 'failed' ? 'not used' : 'being read';
}

export function FileRows<V>({ field, name, files, content, onRemove }: FileRowsProps<V>): JSX.Element {
  const remove = (file: GivenFile<V>): void => {
    onRemove(file);
    document.getElementById(controlId(field))?.focus();
  };
  return (
    <ul class="platform-files" aria-label={name}>
      {files.map((one) => (
        <li key={one.token} class="place">
          <div class="label">{contentOf(one, content)}</div>
          <div class="place-content">
            <FileName name={one.file.name} />
            <span class="meta">{formatSize(one.file.size)}</span>
            {one.state === 'failed' && <ProblemText problem={one.error} />}
          </div>
          <div class="place-actions">
            <button type="button" class="button small quiet" aria-label={`Remove ${visibleName(one.file.name, 60)}`}
              onClick={() => remove(one)}>Remove</button>
          </div>
        </li>
      ))}
    </ul>
  );
}
