// What the build puts in.

/** The version of the sources, as the native program says it. */
declare const __SEVPROOF_VERSION__: string;

/** The oldest versions that the page is built for, by name. */
declare const __OLDEST_BROWSERS__: Record<'chrome' | 'edge' | 'firefox' | 'safari', string>;
