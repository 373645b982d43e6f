// What a reviewer would say about the policy that a request would have, whoever gave it.

import { effect, signal } from '@preact/signals';
import type { Finding } from '../../core/reports';
import { textInForce } from './offers';
import { engine, engineState } from './session';

export const policyFindings = signal<readonly Finding[]>([]);

async function refresh(text: string): Promise<void> {
  const outcome = text === '' ? null : await engine().ask('checkText', 'policy', text);
  if (text === textInForce('policy')) policyFindings.value = outcome?.ok ? outcome.value.findings : [];
}

effect(() => {
  const text = textInForce('policy');
  if (engineState.value.status === 'ready') void refresh(text);
});
