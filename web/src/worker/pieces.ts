// A file in pieces, several of which are being read while one is looked at.

import { bytesOf } from './reading';

// The most that is asked for at once: browsers fill less of it, and larger ones are no faster.
const pieceSize = 1024 * 1024;
const piecesAhead = 3;
// Firefox's streams bring 64 KiB at a time, where slices are faster; Chromium's bring more.
const smallPiece = 256 * 1024;

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

// The browser fills buffers of ours: where it fills much of each, no other way reads as fast, or needs
// as little memory.
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

function sliceSource(file: Blob, from: number): Source {
  let at = from;
  return {
    async read() {
      if (at >= file.size) return null;
      const slice = file.slice(at, at + pieceSize);
      at += pieceSize;
      return new Uint8Array(await bytesOf(slice));
    },
    close() { at = file.size; },
  };
}

export class Pieces {
  private source: Source;
  /** While it is one, the lengths of its first pieces. */
  private seen: number[] | null;
  private isLeavingStream = false;
  private readonly ahead: Promise<Uint8Array | null>[] = [];
  private last: ArrayBuffer | null = null;
  private done = 0; // bytes

  /** `streams`: whether this worker can read the file as a stream. */
  constructor(private readonly file: Blob, streams: boolean) {
    const isStream = streams && canFillBuffers();
    this.seen = isStream ? [] : null;
    try {
      this.source = isStream ? streamSource(file) : sliceSource(file, 0);
    } catch (fault) {
      throw new ReadFault(fault);
    }
    this.beginAll();
  }

  /** Null at the end. A piece is there until the next is asked for. Throws ReadFault. */
  async next(): Promise<Uint8Array | null> {
    if (this.last !== null && !this.isLeavingStream) this.begin(this.last);
    this.last = null;
    if (this.ahead.length === 0) this.goOnInSlices();
    try {
      const piece = await this.ahead.shift()!;
      if (piece === null) return null;
      this.last = piece.buffer as ArrayBuffer;
      this.done += piece.length;
      this.judge(piece.length);
      return piece;
    } catch (fault) {
      throw new ReadFault(fault);
    }
  }

  close(): void {
    this.source.close();
  }

  private judge(length: number): void {
    if (this.seen === null) return;
    this.seen.push(length);
    if (this.seen.length < piecesAhead) return;
    this.isLeavingStream = this.seen.every((one) => one < smallPiece);
    this.seen = null;
  }

  /** What had been asked of the stream has come. */
  private goOnInSlices(): void {
    this.source.close();
    this.source = sliceSource(this.file, this.done);
    this.isLeavingStream = false;
    this.beginAll();
  }

  private beginAll(): void {
    for (let i = 0; i < piecesAhead; i += 1) this.begin(null);
  }

  private begin(room: ArrayBuffer | null): void {
    const piece = this.source.read(room);
    // A fault of a piece that nobody awaits any more is no fault of anything.
    piece.catch(() => undefined);
    this.ahead.push(piece);
  }
}
