// A file in pieces, several of which are being read while one is looked at.

// The most that is asked for at once: browsers fill less of it, and larger ones are no faster.
const pieceSize = 1024 * 1024;
const piecesAhead = 3;

/** What the browser threw when it was to read: whatever it is, the file could not be read. */
export class ReadFault extends Error {
  constructor(readonly fault: unknown) {
    super('the file could not be read');
  }
}

interface Source {
  /** Begins to read the next piece, into `room` where the source can. Null at the end. */
  read(room: ArrayBuffer | null): Promise<Uint8Array | null>;
  close(): void;
}

// Asked of an empty one, since an older browser reads a whole file for a stream that nobody uses.
function canFillBuffers(): boolean {
  try {
    new Blob([]).stream().getReader({ mode: 'byob' });
    return true;
  } catch {
    return false;
  }
}

// The browser fills buffers of ours: no other way reads as fast, or needs as little memory.
function streamSource(file: Blob): Source {
  const reader = file.stream().getReader({ mode: 'byob' });
  return {
    async read(room) {
      const { done, value } = await reader.read(new Uint8Array(room ?? new ArrayBuffer(pieceSize)));
      return done ? null : value;
    },
    close() { void reader.cancel().catch(() => undefined); },
  };
}

function sliceSource(file: Blob): Source {
  let at = 0;
  return {
    async read() {
      if (at >= file.size) return null;
      const slice = file.slice(at, at + pieceSize);
      at += pieceSize;
      return new Uint8Array(await slice.arrayBuffer());
    },
    close() { at = file.size; },
  };
}

export class Pieces {
  private readonly source: Source;
  private readonly ahead: Promise<Uint8Array | null>[] = [];
  private last: ArrayBuffer | null = null;

  constructor(file: Blob) {
    try {
      this.source = canFillBuffers() ? streamSource(file) : sliceSource(file);
    } catch (fault) {
      throw new ReadFault(fault);
    }
    for (let i = 0; i < piecesAhead; i += 1) this.begin(null);
  }

  /** Null at the end. A piece is there until the next is asked for. Throws ReadFault. */
  async next(): Promise<Uint8Array | null> {
    if (this.last !== null) this.begin(this.last);
    this.last = null;
    try {
      const piece = await this.ahead.shift()!;
      if (piece !== null) this.last = piece.buffer as ArrayBuffer;
      return piece;
    } catch (fault) {
      throw new ReadFault(fault);
    }
  }

  close(): void {
    this.source.close();
  }

  private begin(room: ArrayBuffer | null): void {
    const piece = this.source.read(room);
    // A fault of a piece that nobody awaits any more is no fault of anything.
    piece.catch(() => undefined);
    this.ahead.push(piece);
  }
}
