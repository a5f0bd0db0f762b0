// Limits per client address, as nginx keeps them; run against a shop that has them on.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { connect } from 'node:net';

const base = process.env.BANQUET_URL;
const json = { 'content-type': 'application/json' };

/** `n` calls at once; resolves to their answers. */
function burst(n, path, options) {
  return Promise.all(Array.from({ length: n }, () => fetch(base + path, options)));
}

const of = (answers, status) => answers.filter((answer) => answer.status === status);

// First, while none of this address's uploads have been counted.
test('an address has no more than twenty uploads open, however slowly it sends', async () => {
  const path = '/api/cake/customizations/upload-image';
  const { hostname, port } = new URL(base);
  const head = `POST ${path} HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000000\r\n\r\n--x`;
  const told = [];
  const open = (socket) => new Promise((resolve) => { socket.on('connect', resolve); });
  const sockets = Array.from({ length: 25 }, () => connect(Number(port), hostname).on('data', (part) => told.push(String(part).slice(9, 12))).on('error', () => {}));
  await Promise.all(sockets.map(open));
  for (const socket of sockets) socket.write(head);
  for (let i = 0; i < 40 && told.length < 5; i++) await new Promise((resolve) => setTimeout(resolve, 100));
  assert.deepEqual(told, Array(5).fill('429'));
  for (const socket of sockets) socket.destroy();
  // Once nginx knows that they are closed.
  let answer;
  for (let i = 0; i < 20 && answer?.status !== 415; i++) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    answer = await fetch(base + path, { method: 'POST', headers: json, body: '{}' });
  }
  assert.equal(answer.status, 415);
});

test('registrations beyond the burst get 429 with Retry-After, as a problem', async () => {
  const answers = await burst(40, '/v1/users', { method: 'POST', headers: json, body: '{}' });
  const refused = of(answers, 429);
  // 20 may burst, one is under way, and 5 a second flow in.
  assert.ok(refused.length >= 10 && refused.length <= 20, `${refused.length} of 40 were refused`);
  assert.equal(of(answers, 400).length, 40 - refused.length);
  assert.equal(refused[0].headers.get('retry-after'), '1');
  assert.match(refused[0].headers.get('content-type'), /^application\/problem\+json/);
  const problem = await refused[0].json();
  assert.equal(problem.code, 'TOO_MANY_REQUESTS');
  assert.equal(problem.status, 429);
});

test('a trailing slash is no way around it', async () => {
  const answers = await burst(60, '/v1/users/', { method: 'POST', headers: json, body: '{}' });
  assert.ok(of(answers, 429).length >= 20);
});

test('unsafe calls beyond 200 at once are refused, reading is not', async () => {
  const answers = await burst(400, '/v1/sessions', { method: 'DELETE' });
  assert.ok(of(answers, 429).length >= 50, `${of(answers, 429).length} of 400 were refused`);
  assert.equal(of(answers, 429).length + answers.filter((answer) => answer.status < 429).length, 400);
  const reads = await burst(300, '/api/menu');
  assert.equal(of(reads, 200).length, 300);
});

test('after a second calls pass again', async () => {
  await new Promise((resolve) => setTimeout(resolve, 1200));
  const answer = await fetch(`${base}/v1/users`, { method: 'POST', headers: json, body: '{}' });
  assert.equal(answer.status, 400);
});

test('uploads beyond the burst of 40 are refused before a program hears of them', async () => {
  await new Promise((resolve) => setTimeout(resolve, 2000));
  const answers = await burst(80, '/api/cake/customizations/upload-image', { method: 'POST', headers: json, body: '{}' });
  const refused = of(answers, 429);
  // Fewer than the burst allows where more than 20 are open at a time.
  assert.ok(refused.length >= 25 && refused.length <= 60, `${refused.length} of 80 were refused`);
  assert.equal(of(answers, 415).length, 80 - refused.length);
  assert.equal((await refused[0].json()).code, 'TOO_MANY_REQUESTS');
});

test('a body beyond the limit of uploads is a problem of nginx, elsewhere even a small one', async () => {
  await new Promise((resolve) => setTimeout(resolve, 1500));
  for (const [path, bytes] of [['/api/cake/customizations/upload-image', 10551297], ['/api/orders/', 70000]]) {
    const answer = await fetch(base + path, { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: new Uint8Array(bytes) });
    assert.equal(answer.status, 413);
    assert.match(answer.headers.get('content-type'), /^application\/problem\+json/);
    assert.equal((await answer.json()).code, 'PAYLOAD_TOO_LARGE');
  }
});

// The shop's own limit: those on their way when the count is full learn nothing.
test('of those who guess at many accounts at once from one address few are told that they were wrong', async () => {
  await new Promise((resolve) => setTimeout(resolve, 2500));
  const answers = await Promise.all(Array.from({ length: 120 }, (_, i) => fetch(`${base}/v1/sessions`, { method: 'POST', headers: json,
    body: JSON.stringify({ email: `guess-${i}@test.example`, password: 'correct horse' }) })));
  const told = of(answers, 401);
  assert.ok(told.length <= 40, `${told.length} of 120 were told`);
  assert.equal(of(answers, 429).length, 120 - told.length);
  for (const refused of of(answers, 429)) assert.ok(Number(refused.headers.get('retry-after')) >= 1);
});
