// The real nginx with the very configuration of docs/hosting, on a high port of 127.0.0.1. What is
// substituted: port and paths. What is around it: only what an nginx needs to run as anybody.

import { execFileSync, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { cannotTest, findProgram, pageFile, root } from './environment.mjs';
import { endWithUs, folder, killGroup } from './scratch.mjs';

const handbook = join(root, 'docs/hosting.md');

export function requireNginx() {
  const path = findProgram(['nginx'], process.env.SEVPROOF_NGINX);
  if (!path) cannotTest('nginx is not installed; SEVPROOF_NGINX can name it');
  return path;
}

/** A free port. Somebody may take it before nginx does; then nginx says so. */
async function freePort() {
  const server = createServer();
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address();
  await new Promise((resolve) => { server.close(resolve); });
  return port;
}

function substituted(file, text, replacements) {
  for (const [from, to] of replacements) {
    if (!text.includes(from)) throw new Error(`${file} has no '${from}'`);
    text = text.replaceAll(from, to);
  }
  return text;
}

/** What the handbook has its reader install, into folders of ours. */
function installAsInHandbook({ site, policy, configuration }) {
  const commands = readFileSync(handbook, 'utf8').split('\n')
    .filter((line) => line.startsWith('install ')).join('\n');
  execFileSync('/bin/sh', ['-e', '-c', substituted(handbook, commands, [['/srv/sevproof', site],
    ['/etc/nginx/sevproof-policy.conf', policy], ['/etc/nginx/conf.d/sevproof.conf', configuration],
    ['dist/', `${dirname(pageFile)}/`]])], { cwd: root });
}

/** The four lines for HTTPS, with a certificate made for the occasion. */
function withHttps(openssl, home, port) {
  const certificate = join(home, 'certificate');
  execFileSync(openssl, ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=127.0.0.1',
    '-keyout', `${certificate}.key`, '-out', `${certificate}.crt`], { stdio: 'pipe' });
  return [['listen 80;', ''], ['# listen 443 ssl;', `listen 127.0.0.1:${port} ssl;`],
    ['# ssl_', 'ssl_'], ['# add_header', 'add_header'], ['/etc/nginx/sevproof.', `${certificate}.`]];
}

/** The whole configuration in a folder, with the page as its site; `openssl` for HTTPS. */
async function prepareNginx(openssl) {
  const home = folder(openssl ? 'nginx-https' : 'nginx');
  const site = join(home, 'site');
  const policy = join(home, 'policy.conf');
  const installed = join(home, 'installed.conf');
  installAsInHandbook({ site, policy, configuration: installed });
  const port = await freePort();
  const listening = openssl ? withHttps(openssl, home, port)
    : [['listen 80;', `listen 127.0.0.1:${port};`]];
  writeFileSync(join(home, 'site.conf'), substituted(installed, readFileSync(installed, 'utf8'), [
    ['/srv/sevproof', site], ['/etc/nginx/sevproof-policy.conf', policy], ...listening]));
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${home}/${name};`).join(' ');
  writeFileSync(join(home, 'nginx.conf'), `
${process.getuid() === 0 ? 'user root;' : ''}
daemon off; master_process off; pid ${home}/pid; error_log ${home}/error.log;
events { }
http { access_log ${home}/access.log; ${temporary} include ${home}/site.conf; }
`);
  return { home, port, url: `http://127.0.0.1:${port}/sevproof.html` };
}

/** Somebody listens. */
const answers = (port) => new Promise((resolve) => {
  const socket = connect(port, '127.0.0.1', () => { socket.destroy(); resolve(true); });
  socket.on('error', () => resolve(false));
});

/** Starts it and waits until it answers. */
export async function startNginx({ openssl = null } = {}) {
  const nginx = requireNginx();
  const { home, port, url } = await prepareNginx(openssl);
  const child = endWithUs(spawn(nginx, ['-p', home, '-c', join(home, 'nginx.conf'),
    '-e', join(home, 'error.log')], { stdio: ['ignore', 'ignore', 'inherit'], detached: true }));
  let ended = false;
  const end = new Promise((resolve) => {
    child.on('close', () => { ended = true; resolve(); });
  });
  for (;;) {
    if (ended) throw new Error(`nginx ended: ${readFileSync(join(home, 'error.log'), 'utf8')}`);
    if (await answers(port)) break;
    await new Promise((resolve) => { setTimeout(resolve, 30); });
  }
  return {
    url,
    port,
    /** Method and path of every request so far. */
    requests: () => readFileSync(join(home, 'access.log'), 'utf8').split('\n').filter(Boolean)
      .map((line) => line.split('"')[1].replace(/ HTTP.*/, '')),
    stop: async () => {
      killGroup(child);
      await end;
    },
  };
}
