// A text as it is measured, with what does not show made visible.

import type { JSX } from 'preact';
import { describeHidden, measuredPieces } from '../model/measured';

export function MeasuredText({ text }: { text: string }): JSX.Element {
  return (
    <code class="measured">
      {measuredPieces(text).map((piece, at) => (
        piece.made ? <b key={at}>{piece.text}</b> : <span key={at}>{piece.text}</span>
      ))}
    </code>
  );
}

/** The same with a sentence on what hides in it. */
export function MeasuredLine({ text }: { text: string }): JSX.Element {
  const words = describeHidden(text);
  return (
    <>
      <MeasuredText text={text} />
      {words !== '' && <span class="measured-words">{words}.</span>}
    </>
  );
}
