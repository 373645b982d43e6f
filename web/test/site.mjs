// A web server on this machine, that keeps the path of every request.
import { createServer } from 'node:http';

/** `files`: path -> {status, headers, body}; what is not there is 404. */
export async function startSite(files) {
  const requests = [];
  const server = createServer(({ url }, answer) => {
    requests.push(url);
    const { status = 200, headers = {}, body } = files[url] ?? { status: 404, body: 'not here' };
    answer.writeHead(status, headers).end(body);
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    requests,
    stop: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
}
