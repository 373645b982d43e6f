// The core for programs in JavaScript: values instead of JSON text, launches and files as objects.

import type {
  About, Answer, AnswerText, BytesField, Candidate, Core, DiagnosisStep, FileDigest, KeyView, LaunchInfo, MissingPart,
  Packed, Recognised, RequestFiles, SecretCheck, SecretInput, SelfTest, TextField, TextView, Validated,
} from '../../src/core/face';
import { questionOf as questionOfPage, type LaunchRequest } from '../../src/engine/question';
import type { DomainView, FirmwareView, Report, SecretsView, VmsaDiffView, VmsaView } from '../../src/core/reports';
import { wrongCandidates, wrongLaunch, wrongSecrets, wrongValue } from './check';

export type {
  About, Answer, BytesField, Candidate, CoreError, DiagnosisStep, FieldName, FileDigest, KeyView, LaunchInfo,
  MissingPart, PolicyFlag, Recognised, SecretCheck, SecretInput, SelfTest, TextField, TextView,
} from '../../src/core/face';
export type * from '../../src/core/reports';

/**
 * What a guest is to be started with, what its host reported, and the keys. Numbers may be numbers, or text in decimal
 * or with 0x. What is left out, null or empty was not given.
 */
export interface Launch {
  /** Base64, 48 bytes: digest and nonce. */
  measurement?: string | null;
  apiMajor?: number | string | null;
  apiMinor?: number | string | null;
  buildId?: number | string | null;
  policy?: number | string | null;
  /** The whole image. */
  firmware?: Uint8Array | null;
  /** By digest(). */
  kernel?: FileDigest | null;
  /** By digest(). */
  initrd?: FileDigest | null;
  cmdline?: string | null;
  numCpus?: number | string | null;
  /** A model of QEMU, such as EPYC-Milan, or family/model/stepping: 25/1/1. */
  cpu?: string | null;
  vmsaLayout?: 'legacy' | 'init2' | null;
  sevFeatures?: number | string | null;
  vmsaCpu0?: Uint8Array | null;
  vmsaCpu1?: Uint8Array | null;
  /** 32 bytes, TEK first; or tik and tek of 16 each. */
  tk?: Uint8Array | null;
  tik?: Uint8Array | null;
  tek?: Uint8Array | null;
}

export interface Verdict {
  /** Its `verdict` is 'match' or 'mismatch'. */
  report: Report;
  /** The same to the byte as `sevproof --json` prints it. */
  text: string;
}

export interface PackedSecrets extends Verdict {
  /** Base64, as `virsh domsetlaunchsecstate` takes both. */
  header: string;
  payload: string;
}

export interface DiagnosisOptions {
  /** Files that may have been started instead. */
  candidates?: Candidate[];
  /** How long to search; 2 where it is not said. */
  seconds?: number;
  onProgress?: (step: DiagnosisStep) => void;
}

type Question = [request: string, files: RequestFiles];

/** As the page asks, with bytes where it has a handle in their place: numbers as text, and no more than was given. */
function questionOf(launch: Launch, secrets: readonly SecretInput[] = []): Question {
  const given = Object.entries(launch).filter(([, value]) => value !== undefined && value !== null)
    .map(([field, value]) => [field, typeof value === 'number' ? String(value) : value]);
  return questionOfPage(Object.fromEntries(given) as LaunchRequest, secrets) as Question;
}

const read = <T>(text: AnswerText<T>): Answer<T> => JSON.parse(text) as Answer<T>;

/** Of a call of the core that takes a launch. */
function ask<T>(call: (...question: Question) => AnswerText<T>, launch: Launch, secrets: readonly SecretInput[] = []): Answer<T> {
  return wrongLaunch(launch) ?? wrongSecrets(secrets) ?? read(call(...questionOf(launch, secrets)));
}

/** With the value, where there is one. */
function andThen<T, U>(answer: Answer<T>, use: (value: T) => U): Answer<U> {
  return answer.ok ? { ok: true, value: use(answer.value) } : answer;
}

const verdictOf = ({ report }: Validated): Verdict => ({ report: JSON.parse(report) as Report, text: report });

// Fits the core's memory whatever the file has.
const pieceSize = 1 << 20;

/**
 * Bad input is an answer with an error and never thrown. What is thrown is a fault of the core: load another one then.
 */
export class Sevproof {
  constructor(private readonly core: Core) {}

  about(): About {
    const answer = read(this.core.about());
    if (!answer.ok) throw new Error(answer.error.message);
    return answer.value;
  }

  /** Known answers of the primitives; each has to have passed. */
  selfTests(): SelfTest[] {
    const answer = read(this.core.selfTests());
    if (!answer.ok) throw new Error(answer.error.message);
    return answer.value;
  }

  /** The output of `virsh domlaunchsecinfo`, or QMP JSON; its values are those of a Launch. */
  parseLaunchInfo(text: string): Answer<LaunchInfo> {
    return wrongValue('text', text, 'text') ?? read(this.core.parseLaunchInfo(text));
  }

  /** Compares what the host reported with the guest that was asked for. */
  validate(launch: Launch): Answer<Verdict> {
    return andThen(ask(this.core.validate, launch), verdictOf);
  }

  /** Searches for the mistake in the inputs that explains a mismatch; the verdict stays. */
  async diagnose(launch: Launch, options: DiagnosisOptions = {}): Promise<Answer<Verdict>> {
    const candidates = options.candidates ?? [];
    const wrong = wrongLaunch(launch) ?? wrongCandidates(candidates);
    if (wrong) return wrong;
    const search = new this.core.DiagnosisSearch();
    try {
      for (const candidate of candidates) {
        const added = read(search.add(candidate));
        if (!added.ok) return added;
      }
      let step = read(search.begin(...questionOf(launch)));
      const end = performance.now() + (options.seconds ?? 2) * 1000;
      while (step.ok && !step.value.done && performance.now() < end) {
        options.onProgress?.(step.value);
        await new Promise((resolve) => { setTimeout(resolve); });
        step = read(search.run(40));
      }
      return step.ok ? andThen(read(search.report()), verdictOf) : step;
    } finally {
      search.delete();
    }
  }

  /** Packs secrets for a launch that matches; anything else is an error. */
  pack(launch: Launch, secrets: readonly SecretInput[]): Answer<PackedSecrets> {
    return andThen(ask(this.core.pack, launch, secrets),
      ({ report, header, payload }: Packed) => ({ ...verdictOf({ report }), header, payload }));
  }

  /** GUID, size and SHA-256 of each secret in a packet; of `launch` the measurement and both keys count. */
  unpack(launch: Launch, header: string, payload: string): Answer<SecretsView> {
    return wrongValue('header', header, 'text') ?? wrongValue('payload', payload, 'text')
      ?? ask((...question) => this.core.unpack(...question, header, payload), launch);
  }

  /** What is to be said about secrets before they are packed. */
  checkSecrets(firmware: Uint8Array, secrets: readonly SecretInput[]): Answer<SecretCheck> {
    return wrongValue('firmware', firmware, 'bytes', 'firmware') ?? ask(this.core.checkSecrets, { firmware }, secrets);
  }

  /** What a verdict on this launch still needs. */
  missing(launch: Launch): Answer<MissingPart[]> {
    const wrong = wrongLaunch(launch);
    if (wrong) return wrong;
    const given = Object.keys(JSON.parse(questionOf(launch)[0]) as object);
    return read(this.core.missing(given, String(launch.policy ?? ''), String(launch.numCpus ?? '')));
  }

  /** Of a kernel or an initrd, read piece by piece. */
  async digest(source: Uint8Array | AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<FileDigest> {
    const { bootHead } = this.about().recognise;
    const head = new Uint8Array(bootHead);
    const hash = new this.core.StreamHash();
    let size = 0;
    try {
      for await (const chunk of source instanceof Uint8Array ? [source] : source) {
        for (let at = 0; at < chunk.length; at += pieceSize) {
          const piece = chunk.subarray(at, at + pieceSize);
          if (size < bootHead) head.set(piece.subarray(0, bootHead - size), size);
          hash.room(piece.length).set(piece);
          hash.update(piece.length);
          size += piece.length;
        }
      }
      return { sha256: hash.digest(), size, head: head.slice(0, Math.min(size, bootHead)) };
    } finally {
      hash.delete();
    }
  }

  /** What a file is, by its content, or by its name where that cannot tell. */
  recognise(name: string, content: Uint8Array): Answer<Recognised> {
    const wrong = wrongValue('name', name, 'text') ?? wrongValue('content', content, 'bytes');
    if (wrong) return wrong;
    const { head, tail } = this.about().recognise;
    return read(this.core.recognise(name, content.subarray(0, head),
      content.subarray(Math.max(0, content.length - tail)), content.length));
  }

  checkText(field: TextField, text: string): Answer<TextView> {
    return wrongValue('field', field, 'text') ?? wrongValue('text', text, 'text') ?? read(this.core.checkText(field, text));
  }

  /** `field`: tik, tek or tk. */
  checkKey(field: BytesField, bytes: Uint8Array): Answer<KeyView> {
    return wrongValue('field', field, 'text') ?? wrongValue('bytes', bytes, 'bytes')
      ?? read(this.core.checkKey(field, bytes));
  }

  describeFirmware(image: Uint8Array): Answer<FirmwareView> {
    return wrongValue('image', image, 'bytes') ?? read(this.core.describeFirmware(image));
  }

  /** The output of `virsh dumpxml`. */
  describeDomain(xml: Uint8Array): Answer<DomainView> {
    return wrongValue('xml', xml, 'bytes') ?? read(this.core.describeDomain(xml));
  }

  describeVmsa(page: Uint8Array): Answer<VmsaView> {
    return wrongValue('page', page, 'bytes') ?? read(this.core.describeVmsa(page));
  }

  diffVmsa(first: Uint8Array, second: Uint8Array): Answer<VmsaDiffView> {
    return wrongValue('first', first, 'bytes') ?? wrongValue('second', second, 'bytes')
      ?? read(this.core.diffVmsa(first, second));
  }
}

export interface LoadOptions {
  /** The bytes of sevproof_core.wasm, where they do not lie beside this module. */
  wasm?: ArrayBuffer | Uint8Array;
}
