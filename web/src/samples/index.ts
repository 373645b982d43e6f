// The sample launch that the page carries: one that matches, and one that does not.

type Texts = { [key in 'measurement' | 'apiMajor' | 'apiMinor' | 'buildId' | 'policy' | 'cmdline'
  | 'numCpus' | 'cpu' | 'vmsaLayout']: string };

export type SampleKind = 'matching' | 'failing';
type SamplePlace = 'firmware' | 'kernel' | 'initrd' | 'tk';

export interface Sample {
  texts: Texts;
  files: { place: SamplePlace; name: string; bytes: Uint8Array }[];
}

interface Stored {
  texts: Record<SampleKind, Texts>;
  files: { place: SamplePlace; name: string; base64: string }[];
}

const bytesOf = (base64: string): Uint8Array =>
  Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

export function loadSample(kind: SampleKind): { texts: Texts; files: Sample['files'] } {
  const stored = JSON.parse(sevproofParts.samples) as Stored;
  return {
    texts: stored.texts[kind],
    files: stored.files.map(({ place, name, base64 }) => ({ place, name, bytes: bytesOf(base64) })),
  };
}
