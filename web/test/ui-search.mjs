// A mismatch whose reason is being searched for, with the engine of ui-engine.mjs.

import { report, settle } from './ui-engine.mjs';

/** As it is dropped: the fake engine takes its beginning for what it is. */
export const file = (name, content = name) => new File([content], name);
/** What the engine answers to a search. */
export const answer = (text, leftOut = []) => ({ ok: true, value: { report: text, leftOut } });
export const search = (ui) => ui.sevReason.search.value.state;

export async function mismatched(engineAndUi) {
  const { ui, engine } = engineAndUi;
  const running = ui.validate();
  await engine.answer('validate', { ok: true, value: { report: report('mismatch') } });
  await running;
  await settle();
}
