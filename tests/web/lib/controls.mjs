// Finds controls as a user of a screen reader does: by the accessible name.

import assert from 'node:assert/strict';

/** Runs in the page. The name from label, aria-label, aria-labelledby or a button's own text. */
function candidates(name, kind) {
  const kinds = {
    button: 'button, [role=button], summary, input[type=button], input[type=submit]',
    file: 'input[type=file]',
    field: 'input:not([type=file]):not([type=button]), select, textarea',
  };
  const clean = (text) => (text ?? '').replace(/\s+/g, ' ').trim();
  const named = (element) => {
    const ids = element.getAttribute('aria-labelledby');
    if (ids) {
      return clean(ids.split(/\s+/).map((id) => document.getElementById(id)?.textContent).join(' '));
    }
    const label = element.getAttribute('aria-label');
    if (label) return clean(label);
    if (element.labels?.length) {
      return clean([...element.labels].map((one) => one.textContent).join(' '));
    }
    return clean(element.value && element.type === 'submit' ? element.value : element.textContent);
  };
  return [...document.querySelectorAll(kinds[kind])].filter((element) => named(element) === name);
}

/** Handles of all controls of that name. */
export async function findAll(page, name, kind) {
  const list = await page.evaluateHandle(candidates, name, kind);
  const handles = [];
  for (const value of (await list.getProperties()).values()) {
    const element = value.asElement();
    if (element) handles.push(element);
  }
  await list.dispose();
  return handles;
}

/** The one control of that name; waits until it is there. */
export async function control(page, name, kind) {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const found = await findAll(page, name, kind);
    if (found.length > 0) {
      // Where a part of the page repeats a control, the last is the newest.
      return found.at(-1);
    }
    assert.ok(Date.now() < deadline, `no ${kind} named '${name}'`);
    // Polling by frames of the page, since there is nothing to listen to.
    await page.evaluate(() => new Promise((resolve) => { setTimeout(resolve, 20); }));
  }
}

export async function isThere(page, name, kind) {
  return (await findAll(page, name, kind)).length > 0;
}

/** Opens every closed <details> around a control, as its user would. */
async function reveal(handle) {
  await handle.evaluate((element) => {
    for (let at = element.parentElement; at; at = at.parentElement) {
      // A summary opens its own by being clicked.
      if (at.localName === 'details' && element.parentElement !== at) at.open = true;
    }
    element.scrollIntoView({ block: 'center' });
  });
}

/** What tells, in the page, whether a click came to an element. One that misses it does nothing: it could
 * hit a neighbour. */
const watchClick = (handle) => handle.evaluateHandle((element) => {
  const click = { came: false, stop: () => window.removeEventListener('click', look, true) };
  function look(event) {
    if (!event.isTrusted || click.came) return;
    click.came = element.contains(event.target);
    if (click.came) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }
  window.addEventListener('click', look, true);
  return click;
});

/** Whether it came, at once or within some frames. */
const cameSoon = (watched) => watched.evaluate(async (click) => {
  for (let frame = 0; frame < 30 && !click.came; frame += 1) {
    await new Promise((resolve) => { setTimeout(resolve, 16); });
  }
  click.stop();
  return click.came;
});

/** A driver clicks where the button was: what moves meanwhile (a message above it, say) is missed. */
export async function press(page, name) {
  for (let attempt = 1; ; attempt += 1) {
    const button = await control(page, name, 'button');
    await reveal(button);
    await waitUntil(page, 'the button is enabled', (element) => !element.disabled
      && element.getAttribute('aria-disabled') !== 'true', button);
    const watched = await watchClick(button);
    // It may be hidden or replaced at just this moment.
    await button.click().catch((fault) => { if (attempt === 5) throw fault; });
    if (await cameSoon(watched)) return;
    assert.ok(attempt < 5, `the button '${name}' was clicked ${attempt} times and never hit`);
  }
}

/** Types into the control with focus, all at once; only this way is the same in both browsers. */
export async function insertText(page, text) {
  await page.evaluate((content) => document.execCommand('insertText', false, content), text);
}

/** Types a text into a field, or chooses it in a list, and leaves the field. */
export async function fill(page, name, text) {
  const field = await control(page, name, 'field');
  await reveal(field);
  const kind = await field.evaluate((element) => element.localName);
  if (kind === 'select') {
    const value = await field.evaluate((element, wanted) => [...element.options]
      .find((option) => option.value === wanted || option.text === wanted)?.value, text);
    assert.notEqual(value, undefined, `'${name}' has no choice '${text}'`);
    await field.select(value);
  } else {
    // All in one go: a verdict that comes meanwhile takes the focus.
    await field.evaluate((element, content) => {
      element.focus();
      element.select();
      if (content === '') document.execCommand('delete');
      else document.execCommand('insertText', false, content);
      element.blur();
    }, text);
  }
}

export async function valueOf(page, name) {
  const field = await control(page, name, 'field');
  return field.evaluate((element) => element.value);
}

/** Chooses files at a place with a file button. */
export async function choose(page, name, ...paths) {
  const place = await control(page, name, 'file');
  await place.uploadFile(...paths);
}

/** Does what opens the browser's dialog for files, and answers it. */
export async function answerChooser(page, path, open) {
  const waiting = page.waitForFileChooser({ timeout: 30_000 });
  waiting.catch(() => {});
  // The driver's hold on dialogs is in force once the page answers another question.
  await page.evaluate(() => 0);
  await open();
  await (await waiting).accept([path]);
}

/** Chooses a file in the dialog that a button opens. */
export const chooseBy = (page, button, path) =>
  answerChooser(page, path, () => press(page, button));

/** Text that the page ties to a control for those who cannot see it, and the control's validity. */
export async function messageOf(page, name, kind) {
  const place = await control(page, name, kind);
  return place.evaluate((element) => {
    const ids = ['aria-describedby', 'aria-errormessage']
      .flatMap((attribute) => (element.getAttribute(attribute) ?? '').split(/\s+/)).filter(Boolean);
    return ids.map((id) => document.getElementById(id)?.innerText ?? '').join('\n');
  });
}

// Long, for a machine that is busy. A page that was waited for in vain once is broken, and the rest of the file's tests
// need not take that long each to say so.
let patience = 300_000; // milliseconds
const patienceLeft = 15_000;

/** Until a condition holds in the page. Puppeteer's own way makes functions of text in the page, which the
 * page's policy forbids: Firefox 140 applies it to drivers too. */
export async function holdsSoon(page, condition, ...values) {
  // Not the value itself: it may be an element, which is no JSON.
  const isTrue = new Function('...values', `return Promise.resolve((${condition})(...values)).then(Boolean);`);
  for (const deadline = Date.now() + patience; ;) {
    if (await page.evaluate(isTrue, ...values)) return;
    if (Date.now() > deadline) {
      const waited = patience / 1000;
      patience = patienceLeft;
      throw new Error(`it did not within ${waited} seconds`);
    }
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
}

/** Waits for a condition in the page; no test depends on how long it takes. */
export async function waitUntil(page, what, condition, ...values) {
  try {
    await holdsSoon(page, condition, ...values);
  } catch (error) {
    throw new Error(`waited in vain until ${what} (${error.message})\n${await shownText(page)}`);
  }
}

/** Waits until what the page says about a control matches. */
export async function expectMessage(page, name, kind, pattern) {
  await control(page, name, kind);
  const deadline = Date.now() + 30_000;
  for (;;) {
    const message = await messageOf(page, name, kind);
    if (pattern.test(message)) return message;
    if (Date.now() > deadline) {
      assert.fail(`expected ${pattern} at '${name}', got '${message}'\n${await shownText(page)}`);
    }
    await page.evaluate(() => new Promise((resolve) => { setTimeout(resolve, 20); }));
  }
}

export async function shownText(page) {
  return page.evaluate(() => document.body.innerText.slice(0, 6000));
}
