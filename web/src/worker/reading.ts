// The bytes of files. In WebKit a worker of a page that was opened from a file can read none by itself:
// the page then reads for it.

/** Runs on the page. Throws what the browser throws. */
export type ReadOnPage = (part: Blob) => Promise<ArrayBuffer>;

let readOnPage: ReadOnPage | null = null;

/** The first that is given stays. */
export function readThrough(reader: ReadOnPage): void {
  readOnPage ??= reader;
}

/** Whether this worker reads by itself; tried once. */
export const readsItself: Promise<boolean> = new Blob([Uint8Array.of(0)]).arrayBuffer()
  .then(() => true, () => false);

export async function bytesOf(part: Blob): Promise<ArrayBuffer> {
  if (readOnPage === null || await readsItself) return part.arrayBuffer();
  return readOnPage(part);
}
