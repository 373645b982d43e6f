// Files of one kind, of which there may be any number: read by the worker, which holds them.

import { signal, type Signal } from '@preact/signals';
import type { FileRole } from '../../core/face';
import type { Handle } from '../../engine/calls';
import type { EngineError, Taken } from '../../engine/engine';
import { afterRestart, raise, settleFirst } from './session';
import { letGo, takeFile, type Taking } from './taking';

interface Given {
  /** Of its own for every time that a file was given. */
  token: number;
  /** The entry of the list of given files that it came from; 0 where it came otherwise. */
  owner: number;
  file: File;
}

export type GivenFile<V> = Given & (
  | { state: 'reading' }
  | { state: 'held'; held: Handle; view: V | null }
  | { state: 'failed'; error: EngineError });

let lastToken = 0;

export class FileList<V> {
  readonly files: Signal<readonly GivenFile<V>[]> = signal([]);
  private readonly onTheirWay = new Map<number, Taking>();

  constructor(private readonly role: FileRole, private readonly viewOf: (taken: Taken) => V | null) {
    // What a worker held went with it: it is small, and is read once more.
    afterRestart(() => {
      for (const { token, owner, file } of this.files.value) settleFirst(this.begin({ token, owner, file }));
    });
  }

  /** Resolves when it was read, or could not be. */
  add(file: File, owner = 0, taking = takeFile(file, this.role)): Promise<void> {
    lastToken += 1;
    const given = { token: lastToken, owner, file };
    this.files.value = [...this.files.value, { ...given, state: 'reading' }];
    return this.read(given, taking);
  }

  remove(gone: GivenFile<V>): void {
    this.onTheirWay.get(gone.token)?.drop();
    this.onTheirWay.delete(gone.token);
    if (gone.state === 'held') letGo({ held: gone.held });
    this.files.value = this.files.value.filter(({ token }) => token !== gone.token);
  }

  clear(): void {
    for (const one of this.files.value) this.remove(one);
  }

  ofOwner(owner: number): GivenFile<V> | null {
    return this.files.value.find((one) => one.owner === owner) ?? null;
  }

  private begin(given: Given): Promise<void> {
    this.change({ ...given, state: 'reading' });
    return this.read(given, takeFile(given.file, this.role));
  }

  private change(next: GivenFile<V>): void {
    this.files.value = this.files.value.map((one) => (one.token === next.token ? next : one));
  }

  /** Gone meanwhile, it is let go of. */
  private async read(given: Given, taking: Taking): Promise<void> {
    this.onTheirWay.set(given.token, taking);
    const outcome = await taking.outcome;
    if (this.onTheirWay.get(given.token) !== taking) {
      if (outcome.ok) letGo(outcome.value);
      return;
    }
    this.onTheirWay.delete(given.token);
    if (!outcome.ok) {
      raise(outcome.error);
      this.change({ ...given, state: 'failed', error: outcome.error });
      return;
    }
    const { held } = outcome.value;
    if (held) this.change({ ...given, state: 'held', held, view: this.viewOf(outcome.value) });
  }
}
