// What an explanation names, whatever kind of guest it is of.

import type { Diagnosis } from '../../core/reports';
import { sentence } from './format';

export type Change = Diagnosis['changes'][number];

const changesOf = (found: Diagnosis | null): Change[] => (found?.outcome === 'explained' ? found.changes : []);

export interface Remedy<Field> {
  field: Field;
  value: string;
}

/** By the field that a change is about; null where there is none of one value. */
export class Remedies<Field, Harmless extends Field> {
  /** `harmless`: no more than what a guest has. What it runs, and who may look into it, nobody accepts with one click. */
  constructor(
    private readonly fieldOf: (change: Change) => Field | null, private readonly harmless: readonly Harmless[],
  ) {}

  /** The one field that an explanation is about; null where there are several, or none. */
  named(found: Diagnosis | null): Field | null {
    const [change, ...others] = changesOf(found);
    return change && others.length === 0 ? this.fieldOf(change) : null;
  }

  /** The value with which the launch would match, if it is one that can be offered. */
  of(found: Diagnosis | null): Remedy<Harmless> | null {
    const named = this.named(found);
    const field = this.harmless.find((one) => one === named);
    const value = changesOf(found)[0]?.value ?? null;
    return field !== undefined && value !== null ? { field, value } : null;
  }

  /** What an explanation says of one part of the launch, in words; empty where it says nothing. */
  reasonAt(found: Diagnosis | null, isOfPart: (field: Field) => boolean): string {
    const isOf = (change: Change): boolean => {
      const field = this.fieldOf(change);
      return field !== null && isOfPart(field);
    };
    return changesOf(found).filter(isOf).map(({ message }) => sentence(message)).join(' ');
  }
}
