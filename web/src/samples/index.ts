// The sample launches that the page carries: of each kind of guest one that matches, and one that does not.

type Texts = { [key in 'measurement' | 'apiMajor' | 'apiMinor' | 'buildId' | 'policy' | 'cmdline'
  | 'numCpus' | 'cpu' | 'vmsaLayout']: string };

export type SampleKind = 'matching' | 'failing';
type SamplePlace = 'firmware' | 'kernel' | 'initrd' | 'tk';

export interface Sample {
  texts: Texts;
  files: { place: SamplePlace; name: string; bytes: Uint8Array }[];
}

/** What a SEV-SNP guest has no use for is not in it. */
export interface SnpSample {
  texts: Pick<Texts, 'cmdline' | 'numCpus' | 'cpu'>;
  files: Sample['files'];
  /** That is compared, in hex. */
  digest: string;
}

interface StoredFile {
  place: SamplePlace;
  name: string;
  base64: string;
}

interface Stored {
  texts: Record<SampleKind, Texts>;
  files: StoredFile[];
  snp: Record<SampleKind, string> & { firmware: StoredFile };
}

const bytesOf = (base64: string): Uint8Array =>
  Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

const unpacked = (files: readonly StoredFile[]): Sample['files'] => (
  files.map(({ place, name, base64 }) => ({ place, name, bytes: bytesOf(base64) })));

const stored = (): Stored => JSON.parse(sevproofParts.samples) as Stored;

export function loadSample(kind: SampleKind): Sample {
  const { texts, files } = stored();
  return { texts: texts[kind], files: unpacked(files) };
}

export function loadSnpSample(kind: SampleKind): SnpSample {
  const { texts, files, snp } = stored();
  const { cmdline, numCpus, cpu } = texts[kind];
  const booted = files.filter(({ place }) => place === 'kernel' || place === 'initrd');
  return { texts: { cmdline, numCpus, cpu }, files: unpacked([snp.firmware, ...booted]), digest: snp[kind] };
}
