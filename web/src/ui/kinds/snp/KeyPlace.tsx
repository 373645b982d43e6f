// A place for a file that is only read in the worker, when it is used.

import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { FieldName } from '../../../core/face';
import { OneFile } from '../../parts/OneFile';

interface KeyPlaceProps {
  field: FieldName;
  of: Signal<File | null>;
  help: string;
  problem: { message: string; hint: string } | null;
}

export function KeyPlace({ of, ...more }: KeyPlaceProps): JSX.Element {
  return <OneFile file={of.value} onFile={(file) => { of.value = file; }} {...more} />;
}
