// What the frame needs to know of a moment in a guest's life: before the start, while it is paused, while
// it runs. Each is a view of the same description of the guest, and brings all of this.

import type { ComponentType, JSX } from 'preact';
import type { MomentId } from '../model/moment';

/**
 * `host`: a match with what the host itself describes. `genuine`: a report that is, and no match yet. Of digests that were only computed: `computed`, and
 * `equal` to one that the owner gave.
 */
export type StandingName = 'match' | 'host' | 'genuine' | 'mismatch' | 'incomplete' | 'invalid' | 'computed' | 'equal';

/** The verdict in words. */
export interface Standing {
  name: StandingName;
  title: string;
  /** What it means, in one or two short sentences. */
  words: string;
  /** A match with something grave beside it. */
  isCareful: boolean;
  /** What it waits for while it is incomplete: "Reading Initrd: 34 %". */
  reading?: string;
  /** Whether anything of the built-in sample is in it. */
  isSample?: boolean;
}

export interface Action {
  label: string;
  /** The accessible name, where it says more than the label; it contains the label. */
  name?: string;
  run: () => void;
  /** Of a key that presses it. */
  key?: 'save' | 'validate';
}

export interface ChainCheck {
  name: string;
  outcome: 'pass' | 'fail' | 'not-checked';
  /** What passed or failed, or why it was not checked. */
  words: JSX.Element | string;
}

/** A part of what was measured. */
export interface MeasuredBox {
  name: string;
  /** "4.0 MiB", "3 × 4.0 KiB" */
  size: string;
  /** What is in it, with the SHA-256 of each part in hex. */
  hashes: { name: string; hex: string }[];
  decides: string;
  /** What a diagnosis found wrong in it; empty where it names something else, or nothing. */
  reason: string;
}

export interface Moment {
  /** Of the address, too: `#paused`. */
  id: MomentId;
  standing: () => Standing;
  /** Whether anyone asked for a verdict yet, so that the title says it. */
  isAsked: () => boolean;
  /** What is to be done next stands first. */
  actions: () => Action[];
  /** Nothing before there is a verdict. */
  chain: () => ChainCheck[];
  boxes: () => MeasuredBox[];
  /** What the boxes make together, in hex. */
  boxesDigest: () => string;
  /** The cards on the left, at most three. */
  Cards: ComponentType;
  /** In the banner, below its words: what is wrong with the inputs. */
  Problems: ComponentType;
  /** Why the verdict is what it is. */
  Reasons: ComponentType;
  /** What it rests on, below the chain. */
  Evidence: ComponentType;
  /** The place for what comes next. */
  Next: ComponentType;
  /** What goes on paper instead of the page, below the verdict; null where there is none. */
  onPaper: () => JSX.Element | null;
}
