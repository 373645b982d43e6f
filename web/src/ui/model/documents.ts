// Documents of the core.

/** Null where it is none of the version that this page knows. */
export function parsed<T>(text: string, isKnown: (document: T) => boolean): T | null {
  try {
    const document = JSON.parse(text) as T;
    return isKnown(document) ? document : null;
  } catch {
    return null;
  }
}
