// What the build puts in.

/** The version of the sources, as the native program says it. */
declare const __SEVPROOF_VERSION__: string;
