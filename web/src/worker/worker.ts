// What runs in the worker: all of the core, and all reading of files. The page talks to it through
// Comlink; web/src/engine/create.ts is the only caller.

import { expose } from 'comlink';
import type {
  About, BytesField, FieldName, FileDigest, LaunchRequest, SecretInput, SelfTest, TextField,
} from '../core/face';
import type { Outcome, Progress, Recognised } from '../engine/engine';
import { headSize, recognise, tailSize } from '../engine/recognise';
import { CoreLost, ask, startCore } from './core';
import { failure, hashFile, readEnds, readWhole } from './files';

const bytesFields: BytesField[] = ['firmware', 'vmsaCpu0', 'vmsaCpu1', 'tik', 'tek', 'tk'];
const cancelled = new Set<number>();

// The page keeps its own; these are copies that came with the message.
function wipe(request: LaunchRequest, secrets: SecretInput[]): void {
  for (const field of bytesFields) request[field]?.fill(0);
  for (const { data } of secrets) data.fill(0);
}

/** Only the loss of the core is caught: everything else has been made a value before. */
async function guarded<T>(work: () => Outcome<T> | Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await work();
  } catch (fault) {
    const what = fault instanceof Error ? fault.message : String(fault);
    return failure('crashed', null, `The core stopped: ${what}`,
      fault instanceof CoreLost ? 'Restart it; nothing that you entered is lost.' : 'Restart it.');
  }
}

const api = {
  start: (packed: string): Promise<Outcome<string>> =>
    guarded(async () => ({ ok: true, value: await startCore(packed) })),
  selfTests: (): Promise<Outcome<SelfTest[]>> => guarded(() => ask((core) => core.selfTests())),
  about: (): Promise<Outcome<About>> => guarded(() => ask((core) => core.about())),

  recognise: (file: File): Promise<Outcome<Recognised>> => guarded(async () => {
    const ends = await readEnds(file, headSize, tailSize);
    if (!ends.ok) return ends;
    return { ok: true, value: recognise(file.name, file.size, ends.value.head, ends.value.tail) };
  }),
  read: (field: FieldName, file: File, limit: number): Promise<Outcome<Uint8Array>> =>
    guarded(() => readWhole(field, file, limit)),
  hash: (field: FieldName, file: File, job: number, onProgress: (progress: Progress) => void):
  Promise<Outcome<FileDigest>> => guarded(async () => {
    const outcome = await hashFile(field, file, onProgress, () => cancelled.has(job));
    cancelled.delete(job);
    return outcome;
  }),
  cancel: (job: number): void => { cancelled.add(job); },

  parseLaunchInfo: (text: string) => guarded(() => ask((core) => core.parseLaunchInfo(text))),
  checkText: (field: TextField, text: string) =>
    guarded(() => ask((core) => core.checkText(field, text))),
  checkKey: (field: BytesField, bytes: Uint8Array) => guarded(() => {
    const outcome = ask((core) => core.checkKey(field, bytes));
    bytes.fill(0);
    return outcome;
  }),
  describeFirmware: (image: Uint8Array) => guarded(() => ask((core) => core.describeFirmware(image))),
  describeVmsa: (page: Uint8Array) => guarded(() => ask((core) => core.describeVmsa(page))),
  diffVmsa: (first: Uint8Array, second: Uint8Array) =>
    guarded(() => ask((core) => core.diffVmsa(first, second))),
  validate: (request: LaunchRequest) => guarded(() => {
    const outcome = ask((core) => core.validate(request));
    wipe(request, []);
    return outcome;
  }),
  checkSecrets: (firmware: Uint8Array, secrets: SecretInput[]) => guarded(() => {
    const outcome = ask((core) => core.checkSecrets(firmware, secrets));
    wipe({}, secrets);
    return outcome;
  }),
  pack: (request: LaunchRequest, secrets: SecretInput[]) => guarded(() => {
    const outcome = ask((core) => core.pack(request, secrets));
    wipe(request, secrets);
    return outcome;
  }),
  unpack: (request: LaunchRequest, header: string, payload: string) => guarded(() => {
    const outcome = ask((core) => core.unpack(request, header, payload));
    wipe(request, []);
    return outcome;
  }),
};

export type WorkerApi = typeof api;

expose(api);
