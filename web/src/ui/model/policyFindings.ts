// What a reviewer would say about the policy that a request would have, whoever gave it.

import { computed, effect, signal } from '@preact/signals';
import type { Finding } from '../../core/reports';
import { checks, texts } from './inputs';
import { offers } from './offers';
import { engine, engineState } from './session';

const ofOffer = signal<readonly Finding[]>([]);

async function refresh(offer: string): Promise<void> {
  const outcome = offer === '' ? null : await engine().ask('checkText', 'policy', offer);
  if (offer === offers.value.policy) ofOffer.value = outcome?.ok ? outcome.value.findings : [];
}

effect(() => {
  const offer = offers.value.policy;
  if (engineState.value.status === 'ready') void refresh(offer);
});

/** Of the owner's policy once its field is left, as all that the core says of it. */
export const policyFindings = computed<readonly Finding[]>(() => (
  texts.policy.value === '' ? ofOffer.value : checks.policy.value?.view?.findings ?? []));
