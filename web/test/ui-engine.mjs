// The page's model with an engine that answers when it is told to.

import { createHash } from 'node:crypto';
import { loadModule } from '../../tests/wasm/core.mjs';
import { loadUi } from './ui-load.mjs';

const core = await loadModule();

export const ok = (value) => Promise.resolve({ ok: true, value });
export const settle = () => new Promise((resolve) => { setTimeout(resolve, 5); });
export const report = (verdict) => JSON.stringify({ schemaVersion: 2, verdict, inputs: {}, findings: [] });
/** A mismatch with its diagnosis; `verdict` for one that must not be. */
export const diagnosedReport = (outcome = 'explained', verdict = 'mismatch') => JSON.stringify({
  schemaVersion: 2, verdict, inputs: {}, findings: [],
  diagnosis: { outcome, tried: 1, total: 2, alsoTried: [], changes: [], excluded: [], causes: [] } });
export const luksKey = '736869e5-84f0-4973-92ec-06879ce3da0b';

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** What a core would find in a packet of these secrets. */
export const contentOf = (secrets) => ({ secrets: secrets.map(({ name, data }) => ({
  guid: name === 'luks-key' ? luksKey : name.toLowerCase(), alias: null, size: data.length,
  sha256: sha256(data) })) });

/** A question as one object: what the request says, with the files in the places where it names them. */
function launchOf([text, files]) {
  const { from, secrets, ...request } = JSON.parse(text);
  for (const [name, file] of Object.entries(files)) if (name in request) request[name] = file;
  return { ...request, ...from && { fromXml: Object.keys(from) } };
}

const secretsOf = ([text, files]) => (JSON.parse(text).secrets ?? [])
  .map(({ name, file }) => ({ name, data: files[file] }));

const keys = ['tik', 'tek', 'tk'];

export function makeEngine() {
  const open = [];
  let wake = () => {};
  const asked = (name, ...values) => new Promise((resolve) => {
    open.push({ name, values, resolve });
    wake();
  });
  let content = { secrets: [] };
  const engine = {
    open,
    asks: (name) => open.some((one) => one.name === name),
    // What comes before (hashing, say) may take a while on a busy machine.
    async untilAsked(name) {
      while (!engine.asks(name)) await new Promise((resolve) => { wake = resolve; });
    },
    async answer(name, outcome) {
      await engine.untilAsked(name);
      const [{ resolve, values }] = open.splice(open.findIndex((one) => one.name === name), 1);
      resolve(outcome);
      return values;
    },
    onState: (listener) => {
      engine.tell = (status) => listener({ status, message: status });
      engine.tell('ready');
    },
    ready: () => ok(engine.about()),
    about: () => ({ about: JSON.parse(core.about()).value,
      selfTests: [{ name: 'a', passed: engine.healthy }], coreSha256: '' }),
    healthy: true,
    restart() {},
    // By the beginning of the name.
    recognise: (file) => ok({ role: file.name.split('.')[0], alternatives: [], reason: 'its name' }),
    read: async (file) => ({ ok: true, value: new Uint8Array(await file.arrayBuffer()) }),
    take: (file, as, onNews) => {
      let isCancelled = false;
      let readAs = () => {};
      const said = new Promise((resolve) => { readAs = resolve; });
      const work = async () => {
        const seen = await engine.recognise(file);
        if (!seen.ok) return seen;
        onNews({ recognised: seen.value });
        const role = as ?? await said;
        engine.reads.push(`${role} ${file.name}`);
        const found = await engine.takeAs(role, file);
        return found.ok ? { ok: true, value: { recognised: seen.value, ...found.value } } : found;
      };
      const error = { kind: 'cancelled', field: null, message: 'cancelled', hint: '' };
      let stop = () => {};
      const stopped = new Promise((resolve) => { stop = () => resolve({ ok: false, error }); });
      const working = work();
      void working.then((late) => {
        if (!isCancelled || !late.ok) return;
        late.value.bytes?.fill(0);
        if (late.value.held) engine.release(late.value.held);
      });
      return { outcome: Promise.race([working, stopped]), readAs,
        cancel() { isCancelled = true; stop(); } };
    },
    /** What was read, and as what. */
    reads: [],
    async takeAs(role, file) {
      if (role === 'kernel' || role === 'initrd') {
        const hashed = await asked('hash');
        return hashed.ok ? { ok: true, value: { digest: hashed.value } } : hashed;
      }
      if (['idKey', 'authorKey', 'idBlock', 'idAuth'].includes(role)) return { ok: true, value: {} };
      const read = await engine.read(file);
      if (!read.ok) return read;
      const text = () => new TextDecoder().decode(read.value);
      if (['launchInfo', 'settings', 'cmdline'].includes(role)) return { ok: true, value: { text: text() } };
      if (role === 'secret') return { ok: true, value: { bytes: read.value } };
      if (keys.includes(role)) return { ok: true, value: { bytes: read.value, key: {} } };
      if (role === 'expectations') return { ok: true, value: { text: text() } };
      if (role === 'report' || role === 'certs') return engine.snpFile(file, read.value);
      if (role === 'platform') return engine.platform(file, read.value);
      if (role === 'igvm') return engine.holds(file, read.value, { sha256: sha256(read.value) });
      if (role === 'firmware' && engine.isWhole(read.value)) {
        return engine.holds(file, read.value, { firmware: { sha256: sha256(read.value), size: file.size } });
      }
      const found = role === 'domainXml' ? await engine.domain(text()) : await ok({ sha256: 'f'.repeat(64), size: 1 });
      if (!found.ok) return found;
      engine.held.push(file);
      const field = role === 'domainXml' ? 'domain' : role === 'firmware' ? 'firmware' : 'vmsa';
      return { ok: true, value: { [field]: found.value, held: { handle: engine.held.length - 1 } } };
    },
    platform: async (file, bytes) => {
      const seen = JSON.parse(core.describePlatform({ [file.name]: bytes }));
      if (!seen.ok) return seen;
      engine.held.push(file);
      const handle = engine.held.length - 1;
      engine.contents[handle] = bytes;
      return { ok: true, value: { platform: seen.value.files[0], held: { handle } } };
    },
    snpFile: async (file, bytes) => {
      const seen = JSON.parse(core.showSnpFile(file.name, bytes));
      return seen.ok ? engine.holds(file, bytes, { snpFile: JSON.parse(seen.value.document).files[0] }) : seen;
    },
    reportFiles: ({ report, certs }) => {
      const [first, ...others] = [report, ...certs].map(({ name, bytes }) => ({ name, bytes: engine.contents[bytes.handle] }));
      return { report: first, certs: others };
    },
    verifySnpReport: async (files, texts, launch, launchFiles, now) => JSON.parse(core.verifySnpReport(
      engine.reportFiles(files), texts, launch, launchFiles && engine.withBytes(launchFiles), now)),
    checkReportText: async (field, text) => JSON.parse(core.checkReportText(field, text)),
    readExpectations: async (text) => JSON.parse(core.readExpectations(text)),
    contents: {},
    /** More than a stand-in for one, so that the core may look at it. */
    isWhole: (bytes) => bytes.length >= 4096,
    holds: (file, bytes, found) => {
      engine.held.push(file);
      const handle = engine.held.length - 1;
      engine.contents[handle] = bytes;
      return { ok: true, value: { ...found, held: { handle } } };
    },
    withBytes: (files) => Object.fromEntries(Object.entries(files)
      .map(([name, given]) => [name, 'handle' in given ? engine.contents[given.handle] : given])),
    measureSnp: (texts, files) => Promise.resolve(JSON.parse(core.measureSnp(texts, engine.withBytes(files)))),
    listSnpSteps: (texts, files) => Promise.resolve(JSON.parse(core.listSnpSteps(texts, engine.withBytes(files)))),
    checkSnpText: (field, text) => Promise.resolve(JSON.parse(core.checkSnpText(field, text))),
    askOfBlock: async (call, texts, files, name) => {
      const bytes = {};
      for (const [field, file] of Object.entries(files)) bytes[field] = new Uint8Array(await file.arrayBuffer());
      return JSON.parse(call === 'createIdBlock' ? core.createIdBlock(texts, bytes, name) : core.checkIdBlock(texts, bytes));
    },
    verifyPlatform: (files, root, chipId) => Promise.resolve(JSON.parse(
      core.verifyPlatform(engine.withBytes(files), engine.withBytes(root), chipId))),
    checkPolicy: (text) => Promise.resolve(JSON.parse(core.checkPolicy(text))),
    checkKey: (field, bytes) => Promise.resolve(JSON.parse(core.checkKey(field, bytes))),
    checkSession: (sessions, certificates, platform, keys, policy) => Promise.resolve(JSON.parse(core.checkSession(
      engine.withBytes(sessions), engine.withBytes(certificates), engine.withBytes(platform), keys, policy))),
    made: [],
    async makeSession(files, root, chipId, wish) {
      engine.made.push(wish);
      const maker = new core.SessionMaker();
      const made = JSON.parse(maker.make(engine.withBytes(files), engine.withBytes(root), chipId, wish));
      const list = made.ok ? made.value.files.map((one, at) => ({ ...one, bytes: maker.content(at).slice() })) : [];
      maker.delete();
      return made.ok ? { ok: true, value: { report: made.value.report, files: list } } : made;
    },
    held: [],
    released: [],
    release: ({ handle }) => { engine.released.push(engine.held[handle].name); },
    ask: (call, ...values) => (call === 'recognise'
      ? Promise.resolve(JSON.parse(core.recognise(...values))) : engine[call](...values)),
    checkText: (field, text) => ok({ description: '', findings: [],
      number: field === 'policy' ? Number(text) : null }),
    describeDomain: (bytes) => engine.domain(new TextDecoder().decode(bytes)),
    // The file's text is the answer.
    domain: (text) => ok(JSON.parse(text)),
    parseLaunchInfo: () => ok({ policy: '3' }),
    missing: (...values) => Promise.resolve(JSON.parse(core.missing(...values))),
    validate: (...question) => asked('validate', launchOf(question)),
    // Cancelled, it goes on to answer, as the worker does.
    diagnose: (question, candidates, onProgress) => {
      if (question.length === 5) {
        const [files, texts, launch, launchFiles, now] = question;
        return engine.explain(candidates, (search) => search.beginReport(
          engine.reportFiles(files), texts, launch, engine.withBytes(launchFiles), now));
      }
      if (typeof question[0] !== 'string') {
        const [texts, files, measurement] = question;
        return engine.explain(candidates, (search) => search.beginSnp(texts, engine.withBytes(files), measurement));
      }
      const search = { request: launchOf(question), candidates, onProgress, cancelled: 0, skipped: 0 };
      engine.searches.push(search);
      return { outcome: asked('diagnose', search), cancel: () => { search.cancelled += 1; },
        skipReading: () => { search.skipped += 1; } };
    },
    searches: [],
    /** The core's own search, to its end or until it is cancelled. */
    explain: (candidates, begin) => {
      let isCancelled = false;
      const work = async () => {
        const search = new core.DiagnosisSearch();
        try {
          for (const { name, file } of candidates) {
            const content = new Uint8Array(await file.arrayBuffer());
            search.add({ name, file: { sha256: sha256(content), size: content.length }, content });
          }
          let step = JSON.parse(begin(search));
          while (step.ok && !step.value.done && !isCancelled) {
            await settle();
            step = JSON.parse(search.run(100));
          }
          return step.ok ? { ok: true, value: { ...JSON.parse(search.report()).value, leftOut: [] } } : step;
        } finally {
          search.delete();
        }
      };
      engine.explained += 1;
      return { outcome: work(), cancel: () => { isCancelled = true; }, skipReading() {} };
    },
    explained: 0,
    checkSecrets: () => ok({ payloadSize: 48, areaSize: 3072, findings: [] }),
    pack: (...question) => {
      content = contentOf(secretsOf(question));
      return asked('pack', launchOf(question));
    },
    unpack: () => ok(content),
  };
  return engine;
}

const modules = ['ownAccord', 'taking', 'dropped', 'verdict', 'inputs', 'texts', 'places', 'session', 'secrets', 'packet', 'startOver',
  'intake', 'settings', 'sample', 'notices', 'hostText', 'hostOutput', 'domainXml', 'offers', 'hostWords', 'inbox', 'missing', 'chosen', 'candidates', 'diagnosis', 'fields',
  'platformFiles', 'platformVerdict', 'sessionWish', 'launchSession', 'sessionCheck', 'goOn', 'address', 'chooseMoment',
  'reportFiles', 'reportWish', 'reportVerdict', 'reportReason', 'snpWish', 'snpDigest', 'snpReason', 'snpSteps', 'blockFiles', 'idBlock', 'idBlockCheck', 'moment'];

/** Everything given that a verdict needs. */
export async function start(prepare = () => {}) {
  const ui = await loadUi(...modules.map((name) => `model/${name}.ts`), 'kinds/snp/remedy.ts', 'kinds/snp/blockChecks.ts', 'kinds/snp/rows.ts',
    'kinds/snp/firmware.ts', 'kinds/snp/standing.ts', 'kinds/report/standing.ts', 'kinds/report/checks.ts');
  const engine = makeEngine();
  prepare(engine);
  ui.connect(engine);
  await settle();
  ui.fillTexts({ measurement: 'm', apiMajor: '1', apiMinor: '55', buildId: '21', policy: '3' });
  await ui.putFile('firmware', new File(['fw'], 'OVMF.fd'));
  await ui.putFile('tk', new File(['k'.repeat(32)], 'tk.bin'));
  return { ui, engine };
}

export async function validated(verdict) {
  const { ui, engine } = await start();
  const running = ui.validate();
  await engine.answer('validate', { ok: true, value: { report: report(verdict) } });
  await running;
  if (verdict === 'mismatch') await engine.untilAsked('diagnose');
  return { ui, engine };
}
