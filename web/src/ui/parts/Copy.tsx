// Text to take along: a command to run, or a button that copies.

import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { copyText } from '../model/save';

interface CopyButtonProps {
  text: string;
  /** What is copied, for the button's name: "Copy header". */
  what: string;
  /** What the button shows; its name begins with it. */
  children?: string;
  large?: boolean;
  /** Where several stand below each other: it shows its whole name. */
  named?: boolean;
  onCopied?: () => void;
}

export function CopyButton({ text, what, children = 'Copy', large, named, onCopied }: CopyButtonProps): JSX.Element {
  const name = `${children} ${what}`;
  const state = useSignal<'idle' | 'done' | 'failed'>('idle');
  const copy = async (): Promise<void> => {
    const isDone = await copyText(text);
    state.value = isDone ? 'done' : 'failed';
    if (isDone) onCopied?.();
    setTimeout(() => { state.value = 'idle'; }, 3000);
  };
  return (
    <>
      <button type="button" class={large ? 'button' : 'button small'}
        aria-label={name} onClick={copy}>{named ? name : children}</button>
      <span class="copied" aria-live="polite">
        {state.value === 'done' && 'Copied'}
        {state.value === 'failed' && 'Copying is blocked: select the text'}
      </span>
    </>
  );
}

export function Command({ text }: { text: string }): JSX.Element {
  return (
    <p class="command">
      <code>{text}</code>
      <CopyButton text={text} what={text} />
    </p>
  );
}
