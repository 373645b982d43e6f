// Holds the module and the calls of it to what is declared. Embind refuses a call with too few or too
// many values in some versions only; in others such a call gets some answer.

import type { Core, DiagnosisSearch, StreamHash } from './face';

type Counts<T> = {
  readonly [name in keyof T]: T[name] extends (...values: infer V) => unknown ? V['length'] : never
};

// How many values each takes: the compiler holds these to the declaration.
const functions: Counts<Omit<Core, 'StreamHash' | 'DiagnosisSearch'>> = {
  selfTests: 0, about: 0, recogniseContent: 3, parseLaunchInfo: 1, checkText: 2, checkKey: 2, describeFirmware: 1,
  describeDomain: 1, describeVmsa: 1, diffVmsa: 2, validate: 2, checkSecrets: 2, pack: 2, unpack: 4,
};
const streamHash: Counts<StreamHash> = { room: 1, update: 1, digest: 0, delete: 0 };
const diagnosisSearch: Counts<DiagnosisSearch> = { add: 1, begin: 2, run: 1, report: 0, delete: 0 };

type Call = (this: unknown, ...values: unknown[]) => unknown;

function counted(name: string, count: number, call: Call): Call {
  return function checked(...values) {
    if (values.length !== count) {
      throw new TypeError(`${name} takes ${count} values, got ${values.length}`);
    }
    return call.apply(this, values);
  };
}

function countAll(
  owner: Record<string, Call | undefined>, counts: Readonly<Record<string, number>>,
): void {
  for (const [name, count] of Object.entries(counts)) {
    const call = owner[name];
    if (typeof call !== 'function') throw new TypeError(`the core has no ${name}`);
    owner[name] = counted(name, count, call);
  }
}

/** The same module, from now on strict. Throws where it lacks something. */
export function withCounts(core: Core): Core {
  type Calls = Record<string, Call | undefined>;
  const module = core as unknown as Record<'StreamHash' | 'DiagnosisSearch', { prototype: Calls }>;
  countAll(core as unknown as Calls, functions);
  countAll(module.StreamHash.prototype, streamHash);
  countAll(module.DiagnosisSearch.prototype, diagnosisSearch);
  return core;
}
