// What the owner wants of a session: its policy, the name of its files, and what the host's part of them says.

import { computed, effect, signal, untracked } from '@preact/signals';
import type { Check } from './inputs';
import { engine, engineState, raise } from './session';

/** Forbids debugging, key sharing and sending, and asks for SEV-ES. */
export const recommendedPolicy = '0xf';
/** The same without SEV-ES, which hosts before Rome do not have. */
export const policyWithoutEs = '0xb';
/** As the program's. */
export const defaultName = 'vm';

export const sessionPolicy = signal(recommendedPolicy);
export const sessionName = signal('');
/** Whether the guest's kernel is booted directly, and its hashes are to be measured. */
export const kernelHashes = signal(false);
/** What the core says of the policy, if it is still that text. */
export const policyCheck = signal<Check | null>(null);

export async function checkSessionPolicy(): Promise<void> {
  const text = sessionPolicy.peek();
  if (text.trim() === '' || policyCheck.peek()?.text === text) return;
  const outcome = await engine().ask('checkPolicy', text);
  if (sessionPolicy.peek() !== text) return;
  if (outcome.ok) policyCheck.value = { text, view: outcome.value, error: null };
  else if (!raise(outcome.error)) policyCheck.value = { text, view: null, error: outcome.error };
}

/** A text that is half typed is not judged. */
export function setSessionPolicy(text: string): void {
  if (sessionPolicy.value === text) return;
  policyCheck.value = null;
  sessionPolicy.value = text;
}

/** One that is offered. */
export function chooseSessionPolicy(text: string): void {
  setSessionPolicy(text);
  void checkSessionPolicy();
}

export function clearWish(): void {
  chooseSessionPolicy(recommendedPolicy);
  sessionName.value = '';
  kernelHashes.value = false;
}

/** Null where the core cannot read it, or did not yet. */
export const sessionPolicyValue = computed<number | null>(() => policyCheck.value?.view?.number ?? null);

effect(() => {
  const { status } = engineState.value;
  if (status === 'ready') untracked(() => void checkSessionPolicy());
});
