// A server that nobody should reach: it counts connections and keeps the first line of each request.

import { createServer } from 'node:net';

export async function openTrap() {
  const lines = [];
  const sockets = new Set();
  const server = createServer((socket) => {
    const heard = { line: '' };
    lines.push(heard);
    sockets.add(socket);
    socket.on('data', (data) => {
      if (!heard.line) heard.line = data.toString('latin1').split('\r\n')[0];
      const body = 'reached';
      socket.end('HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nContent-Type: text/plain\r\n'
        + `Connection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    });
    socket.on('error', () => {});
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    host: `127.0.0.1:${server.address().port}`,
    /** First lines of all that came; an empty one is a connection without a request. */
    heard: () => lines.map(({ line }) => line),
    close: () => new Promise((resolve) => {
      sockets.forEach((socket) => socket.destroy());
      server.close(resolve);
    }),
  };
}
