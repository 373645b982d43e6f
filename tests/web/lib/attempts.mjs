// Every way out that a script in the page could try. Runs in the page; `host` is a trap.

/** Name to how it ended: `blocked` with what the browser said, or `done`. */
export async function attemptAll(host) {
  const url = (name) => `http://${host}/${name}`;
  const outcomes = {};
  const violations = new Set();
  const listeners = [];
  document.addEventListener('securitypolicyviolation', (event) => {
    violations.add(`${event.effectiveDirective} ${event.blockedURI}`);
    listeners.splice(0).forEach((check) => check());
  });
  // Settles by whichever comes first: an answer of the attempt, or a violation that names it.
  const settle = (name, attempt) => new Promise((resolve) => {
    // That of a frame has no path.
    const concerns = (text) => text.includes(`/${name}`)
      || (name === 'iframe' && text.startsWith('frame-src'));
    const end = (text) => resolve(text);
    const check = () => {
      if ([...violations].some(concerns)) end('blocked by policy');
      else listeners.push(check);
    };
    listeners.push(check);
    setTimeout(() => end('nothing happened'), 5000);
    try {
      attempt(() => end('done'), (why) => end(`blocked: ${why}`));
      check();
    } catch (error) {
      end(`blocked: ${error.message}`);
    }
  });
  const element = (tag, values) => {
    const made = document.createElement(tag);
    for (const [key, value] of Object.entries(values)) made.setAttribute(key, value);
    return made;
  };
  const loaded = (tag, values) => (done, failed) => {
    const made = element(tag, values);
    made.onload = done;
    made.onerror = () => failed('error event');
    document.body.append(made);
  };
  const attempts = {
    fetch: (done, failed) => fetch(url('fetch'), { mode: 'no-cors' }).then(done, failed),
    xhr: (done, failed) => {
      const request = new XMLHttpRequest();
      request.onload = done;
      request.onerror = () => failed('error event');
      request.open('GET', url('xhr'));
      request.send();
    },
    image: loaded('img', { src: url('image') }),
    video: loaded('video', { src: url('video'), preload: 'auto', autoplay: '' }),
    object: loaded('object', { data: url('object') }),
    // A blocked frame shows the browser's own page, and that is loaded; the violation comes before.
    iframe: (done) => {
      const made = element('iframe', { src: url('iframe') });
      made.onload = () => setTimeout(done, 1000);
      document.body.append(made);
    },
    stylesheet: loaded('link', { rel: 'stylesheet', href: url('stylesheet') }),
    manifest: (done, failed) => {
      document.head.append(element('link', { rel: 'manifest', href: url('manifest') }));
      failed('is not fetched unless asked for');
    },
    font: (done, failed) => new FontFace('probe', `url(${url('font')})`).load().then(done, failed),
    cssImage: (done, failed) => {
      const made = element('div', { style: `background: url(${url('cssImage')})` });
      document.body.append(made);
      made.style.backgroundImage = `url(${url('cssImage')})`;
      requestAnimationFrame(() => requestAnimationFrame(() => failed('no answer')));
    },
    script: loaded('script', {}),
    import: (done, failed) => import(url('import')).then(done, failed),
    form: (done, failed) => {
      const form = element('form', { action: url('form'), method: 'post', target: 'probe' });
      const frame = element('iframe', { name: 'probe' });
      document.body.append(frame, form);
      form.submit();
      setTimeout(() => failed('no answer'), 1000);
    },
    websocket: (done, failed) => {
      const socket = new WebSocket(`ws://${host}/websocket`);
      socket.onopen = done;
      socket.onerror = () => failed('error event');
    },
    eventsource: (done, failed) => {
      const source = new EventSource(url('eventsource'));
      source.onopen = done;
      source.onerror = () => { source.close(); failed('error event'); };
    },
    beacon: (done, failed) => {
      const queued = navigator.sendBeacon(url('beacon'), 'x');
      setTimeout(() => (queued ? failed('queued, and then nothing') : failed('refused')), 500);
    },
    worker: (done, failed) => {
      const worker = new Worker(url('worker'));
      worker.onerror = () => failed('error event');
      worker.onmessage = done;
    },
    eval: (done) => { if (eval('1 + 1') === 2) done(); },
    function: (done) => { if (new Function('return 2')() === 2) done(); },
    timer: (done, failed) => {
      window.ranFromText = false;
      setTimeout('window.ranFromText = true');
      setTimeout(() => (window.ranFromText ? done() : failed('did not run')), 50);
    },
    inlineScript: (done, failed) => {
      window.ranInline = false;
      const made = document.createElement('script');
      made.append('window.ranInline = true');
      document.body.append(made);
      if (window.ranInline) done();
      else failed('did not run');
    },
    handler: (done, failed) => {
      window.ranHandler = false;
      const made = element('button', { onclick: 'window.ranHandler = true' });
      document.body.append(made);
      made.click();
      if (window.ranHandler) done();
      else failed('did not run');
    },
    base: (done, failed) => {
      document.head.append(element('base', { href: url('base/') }));
      if (document.baseURI.includes('/base/')) done();
      else failed('base is as before');
    },
    innerHTML: (done, failed) => {
      const made = document.createElement('div');
      made.innerHTML = '<b>markup</b>';
      if (made.firstElementChild) done();
      else failed('nothing was made of it');
    },
  };
  attempts.script = (done, failed) => {
    const made = document.createElement('script');
    made.onload = done;
    made.onerror = () => failed('error event');
    made.src = url('script');
    document.body.append(made);
  };
  for (const [name, attempt] of Object.entries(attempts)) {
    outcomes[name] = await settle(name, attempt);
  }
  return { outcomes, trustedTypes: typeof window.trustedTypes === 'object' };
}
