// What the build puts in.

/** The version of the sources, as the native program says it. */
declare const __SEVPROOF_VERSION__: string;

/** The oldest versions that the page is built for, by name. */
declare const __OLDEST_BROWSERS__: Record<'chrome' | 'edge' | 'firefox' | 'safari', string>;

/** What the build has packed into the page (web/build/parts.mjs). */
interface SevproofParts {
  /** The WebAssembly module. */
  core: Uint8Array<ArrayBuffer>;
  /** The worker's script. */
  worker: string;
  /** The page's script, with what others wrote of it: it sets `sevproofPage`. */
  script: string;
  /** All of the style that the first look does not need. */
  style: string;
  /** JSON: samples/index.ts. */
  samples: string;
  /** JSON: a text for each moment, ui/model/helpText.ts. */
  help: string;
  /** JSON: ui/model/licences.ts. */
  licences: string;
}

/** What ui/main.tsx is a function of: the build wraps it, and boot/boot.ts calls it. */
declare const sevproofParts: SevproofParts;
