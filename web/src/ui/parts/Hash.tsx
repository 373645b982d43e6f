// Hex digits that can be read, wrapped and copied: the groups are set apart by margins alone, so that a
// copy is one unbroken string.

import { Fragment, type JSX } from 'preact';
import { chunks, compareHex, shortHash } from '../model/format';

export function Hash({ hex }: { hex: string }): JSX.Element {
  return (
    <code class="hash">
      {chunks(hex, 8).map((group, at) => (
        <Fragment key={at}><span class="hash-group">{group}</span><wbr /></Fragment>
      ))}
    </code>
  );
}

export function ShortHash({ hex }: { hex: string }): JSX.Element {
  return <code>{shortHash(hex)}</code>;
}

/** `hex` with the bytes marked that differ in `other`. */
export function ComparedHash({ hex, other }: { hex: string; other: string }): JSX.Element {
  return (
    <code class="hash">
      {chunks(hex, 8).map((group, at) => (
        <Fragment key={at}>
          <span class="hash-group">
            {compareHex(group, other.slice(at * 8, at * 8 + 8)).map((run, index) => (
              run.differs ? <mark key={index}>{run.text}</mark> : <span key={index}>{run.text}</span>
            ))}
          </span>
          <wbr />
        </Fragment>
      ))}
    </code>
  );
}
