// The edge: what nginx answers by itself, before or instead of a program.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import http from 'node:http';
import net from 'node:net';

const base = new URL(process.env.BANQUET_URL);

/** One request with nothing added to it; resolves to {status, headers, body}. */
function call(method, path, { headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const rq = http.request({ host: base.hostname, port: base.port, method, path, headers }, (rs) => {
      const parts = [];
      rs.on('data', (part) => parts.push(part));
      rs.on('end', () => resolve({ status: rs.statusCode, headers: rs.headers, body: Buffer.concat(parts).toString() }));
    });
    rq.on('error', reject);
    rq.end(body);
  });
}

/** Bytes as they are, for requests no client would send; resolves to all that comes back. */
function raw(bytes) {
  return new Promise((resolve, reject) => {
    const parts = [];
    const socket = net.connect(base.port, base.hostname, () => socket.write(bytes));
    socket.setTimeout(5000, () => socket.destroy());
    socket.on('data', (part) => parts.push(part));
    socket.on('close', () => resolve(Buffer.concat(parts).toString()));
    socket.on('error', reject);
  });
}

function assertProblem(answer, status, code) {
  assert.equal(answer.status, status);
  assert.match(answer.headers['content-type'], /^application\/problem\+json/);
  assert.equal(answer.headers['cache-control'], 'no-store');
  const problem = JSON.parse(answer.body);
  assert.equal(problem.type, `/problems/${code.toLowerCase().replaceAll('_', '-')}`);
  assert.equal(problem.status, status);
  assert.equal(problem.success, false);
  assert.equal(problem.code, code);
  assert.equal(typeof problem.title, 'string');
  assert.match(problem.message, /[가-힣]/);
  assert.equal(problem.requestId, answer.headers['x-request-id']);
  return problem;
}

test('the process is up and the database answers', async () => {
  assert.equal((await call('GET', '/healthz')).status, 200);
  assert.equal((await call('GET', '/readyz')).status, 200);
});

test('an unknown path of either face is a problem', async () => {
  assertProblem(await call('GET', '/api/nothing-here'), 404, 'ENTITY_NOT_FOUND');
  assertProblem(await call('POST', '/v1/nothing-here', { headers: { 'content-type': 'application/json' }, body: '{}' }), 404, 'ENTITY_NOT_FOUND');
});

test('the message is in English for those who ask for it', async () => {
  const english = await call('GET', '/api/nothing-here', { headers: { 'accept-language': 'en-GB,ko;q=0.5' } });
  assert.equal(JSON.parse(english.body).message, 'There is nothing here.');
  const korean = await call('GET', '/api/nothing-here', { headers: { 'accept-language': 'ko,en;q=0.9' } });
  assert.match(JSON.parse(korean.body).message, /[가-힣]/);
});

test('a browser gets a page instead of a problem', async () => {
  const page = await call('GET', '/api/nothing-here', { headers: { accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8' } });
  assert.equal(page.status, 404);
  assert.match(page.headers['content-type'], /^text\/html/);
  assert.match(page.body, /<h1>/);
  assert.match(page.headers['content-security-policy'], /default-src 'self'/);
});

test('metrics are nowhere on the public server', async () => {
  for (const path of ['/metrics', '/metrics/orders', '/metrics/', '//metrics', '/%6Detrics'])
    assertProblem(await call('GET', path), 404, 'ENTITY_NOT_FOUND');
});

test('nginx\'s own places and hidden files are nowhere', async () => {
  for (const path of ['/_problem/json/404', '/_problem/json/500', '/.git/config', '/assets/.htaccess', '/assets/../.env', '/docs/index.html~'])
    assert.equal((await call('GET', path)).status, 404, path);
});

test('a body beyond the limit is refused', async () => {
  const answer = await call('POST', '/api/orders/', { headers: { 'content-type': 'application/json' }, body: 'x'.repeat(65537) });
  assertProblem(answer, 413, 'PAYLOAD_TOO_LARGE');
});

test('a method a file does not have is refused with Allow', async () => {
  const answer = await call('POST', '/openapi.json', { body: 'x' });
  assertProblem(answer, 405, 'METHOD_NOT_ALLOWED');
  assert.equal(answer.headers.allow, 'GET, HEAD');
});

test('a header beyond the limit, an address beyond the limit', async () => {
  const header = assertProblem(await call('GET', '/', { headers: { 'x-long': 'a'.repeat(9000) } }), 400, 'INVALID_REQUEST');
  assert.match(header.detail, /header/i);
  assertProblem(await call('GET', '/' + 'a'.repeat(9000)), 414, 'INVALID_REQUEST');
});

test('what is no HTTP gets a problem as well', async () => {
  for (const bytes of ['GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n', 'GET /\x01 HTTP/1.1\r\nHost: a\r\n\r\n', 'NONSENSE\r\n\r\n']) {
    const answer = await raw(bytes);
    assert.match(answer, /^HTTP\/1\.1 400 /, JSON.stringify(bytes));
    assert.match(answer, /application\/problem\+json/);
    assert.match(answer, /"code":"INVALID_REQUEST"/);
  }
});

test('a length and chunks together, and unknown encodings, are refused', async () => {
  const both = await raw('POST /api/orders/ HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n');
  assert.match(both, /^HTTP\/1\.1 400 /);
  const odd = await raw('POST /api/orders/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n');
  assert.match(odd, /^HTTP\/1\.1 501 /);
  assert.match(odd, /application\/problem\+json/);
});

test('requests sent in one go are answered in their order', async () => {
  const one = 'GET /healthz HTTP/1.1\r\nHost: a\r\nX-Request-Id: first-0001\r\n\r\n';
  const two = 'GET /api/nothing-here HTTP/1.1\r\nHost: a\r\nX-Request-Id: second-0002\r\nConnection: close\r\n\r\n';
  const answer = await raw(one + two);
  const ids = [...answer.matchAll(/^X-Request-Id: (.*)\r$/gim)].map((match) => match[1]);
  assert.deepEqual(ids, ['first-0001', 'second-0002']);
});

test('a request id is kept when harmless, else made', async () => {
  const kept = await call('GET', '/healthz', { headers: { 'x-request-id': 'abc-123.DEF_4' } });
  assert.equal(kept.headers['x-request-id'], 'abc-123.DEF_4');
  for (const id of ['a b', '"', 'x'.repeat(65), '<script>']) {
    const made = await call('GET', '/healthz', { headers: { 'x-request-id': id } });
    assert.match(made.headers['x-request-id'], /^[0-9a-f]{32}$/, id);
  }
});

test('every answer, a program\'s too, carries the safety headers once', async () => {
  for (const path of ['/', '/api/menu', '/openapi.json', '/api/nothing-here']) {
    const { headers } = await call('GET', path);
    assert.equal(headers['x-content-type-options'], 'nosniff', path);
    assert.equal(headers['x-frame-options'], 'DENY', path);
    assert.equal(headers['referrer-policy'], 'same-origin', path);
    assert.match(headers['content-security-policy'], /^default-src '(none|self)'[^,]*$/, path);
    assert.equal(headers.server, 'nginx', path);
    assert.doesNotMatch(headers['x-request-id'], /,/, path);
  }
});

test('the contract and its page are served', async () => {
  const contract = await call('GET', '/openapi.json');
  assert.equal(contract.status, 200);
  assert.match(contract.headers['content-type'], /^application\/json/);
  assert.match(JSON.parse(contract.body).openapi, /^3\.1\./);
  const again = await call('GET', '/openapi.json', { headers: { 'if-none-match': contract.headers.etag } });
  assert.equal(again.status, 304);
  const page = await call('GET', '/docs');
  assert.equal(page.status, 200);
  assert.match(page.headers['content-type'], /^text\/html/);
});
