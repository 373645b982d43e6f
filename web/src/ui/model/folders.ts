// Folders that were dropped. Chromium reads them through handles (its entries fail on a page from a file),
// the others through entries.

/** What the TypeScript library lacks of the File System API. */
interface HandleItem extends DataTransferItem {
  getAsFileSystemHandle?: () => Promise<AnyHandle | null>;
}
interface AnyHandle {
  kind: 'file' | 'directory';
  name: string;
  getFile(): Promise<File>;
  values(): AsyncIterable<AnyHandle>;
}

export interface Folder {
  name: string;
  /** Those in folders in it too, and at most so many. Throws what the browser throws. */
  files(most: number): Promise<File[]>;
}

/** Made by a system or a program for itself, such as .DS_Store. */
const isHidden = ({ name }: { name: string }): boolean => name.startsWith('.');

async function walkHandle(folder: AnyHandle, most: number, found: File[]): Promise<void> {
  for await (const child of folder.values()) {
    if (found.length === most) return;
    if (isHidden(child)) continue;
    if (child.kind === 'file') found.push(await child.getFile());
    else await walkHandle(child, most, found);
  }
}

/** A reader gives some at a time, and nothing at the end. */
async function childrenOf(folder: FileSystemDirectoryEntry, most: number): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    children.push(...some);
    if (some.length === 0 || children.length > most) return children;
  }
}

async function walkEntry(folder: FileSystemDirectoryEntry, most: number, found: File[]): Promise<void> {
  for (const child of await childrenOf(folder, most)) {
    if (found.length === most) return;
    if (isHidden(child)) continue;
    if (child.isDirectory) await walkEntry(child as FileSystemDirectoryEntry, most, found);
    else found.push(await new Promise<File>((resolve, reject) => {
      (child as FileSystemFileEntry).file(resolve, reject);
    }));
  }
}

/** Null where it is none. Must be asked during the event: afterwards the items are gone. */
export function folderOf(item: DataTransferItem): Folder | null {
  const entry = item.webkitGetAsEntry?.();
  if (!entry?.isDirectory) return null;
  const handle = (item as HandleItem).getAsFileSystemHandle?.();
  handle?.catch(() => undefined);
  return {
    name: entry.name,
    async files(most) {
      const found: File[] = [];
      const opened = await handle;
      if (opened) await walkHandle(opened, most, found);
      else await walkEntry(entry as FileSystemDirectoryEntry, most, found);
      return found;
    },
  };
}
