// Makes a session. Its files leave the core's memory once, as bytes, and are wiped there.

import type { RequestFiles } from '../core/face';
import type { MadeSession, Outcome, SessionQuestion } from '../engine/engine';
import { ask, withCore } from './core';
import { withBytes } from './held';

export function makeSession([files, root, chipId, wish]: SessionQuestion): Outcome<MadeSession> {
  // First, since it may throw.
  const [given, named] = [withBytes(files), withBytes(root)] as RequestFiles[];
  const maker = withCore((core) => new core.SessionMaker());
  try {
    const made = ask(() => maker.make(given ?? {}, named ?? {}, chipId, wish));
    if (!made.ok) return made;
    const { report, files: list } = made.value;
    const withContent = list.map((file, at) => ({ ...file, bytes: withCore(() => maker.content(at).slice()) }));
    return { ok: true, value: { report, files: withContent } };
  } finally {
    withCore(() => maker.delete());
  }
}
