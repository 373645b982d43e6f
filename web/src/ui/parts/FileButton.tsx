// The button that chooses files for one place, with a name for those who cannot see where it stands.

import type { JSX } from 'preact';
import type { FieldName } from '../../core/face';
import { controlId, labelOf } from '../model/fields';

interface FileButtonProps {
  field: FieldName;
  /** Where it is another than the field's. */
  name?: string;
  /** What the button shows. */
  label: string;
  multiple?: boolean;
  /** The id of what describes the place. */
  describedBy: string;
  isInvalid?: boolean;
  onFiles: (files: File[]) => void;
}

export function FileButton({ field, name, label, multiple = false, describedBy, isInvalid = false, onFiles }: FileButtonProps):
JSX.Element {
  const id = controlId(field);
  const take = (input: HTMLInputElement): void => {
    const files = [...(input.files ?? [])];
    if (files.length > 0) onFiles(files);
    input.value = '';
  };
  return (
    <>
      <input type="file" id={id} class="file-input" aria-label={name ?? labelOf(field)} multiple={multiple}
        autocomplete="off" aria-describedby={describedBy} aria-invalid={isInvalid}
        onChange={(event) => take(event.currentTarget)} />
      <label for={id} class="button small" aria-hidden="true">{label}</label>
    </>
  );
}
