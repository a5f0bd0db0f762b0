// The mock payment gateway, as the shop meets it: by its address alone.
import { after, afterEach, test } from 'node:test';
import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { eventually } from './support/expect.mjs';

const base = process.env.BANQUET_GATEWAY_URL;
const key = process.env.BANQUET_GATEWAY_KEY;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** One call; `once` is the Idempotency-Key, a new one unless given, none for null. Answers {status, headers, body}. */
async function call(method, path, { json, once, token = key, headers = {}, signal } = {}) {
  const sent = { ...headers };
  if (token) sent.authorization = `Bearer ${token}`;
  if (method === 'POST' && once !== null) sent['idempotency-key'] = once ?? randomUUID();
  if (json !== undefined) sent['content-type'] = 'application/json';
  const response = await fetch(new URL(path, base), {
    method, headers: sent, body: json === undefined ? undefined : JSON.stringify(json), redirect: 'manual', signal,
  });
  const text = await response.text();
  const body = /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text;
  return { status: response.status, headers: response.headers, body, text };
}
const get = (path) => call('GET', path);

const soon = `12/${String((new Date().getFullYear() + 2) % 100).padStart(2, '0')}`;
const card = (number, more) => ({ card_number: number, cardholder_name: 'HONG GILDONG', expiry_date: soon, cvc: '123', ...more });
const reference = () => `test-${randomUUID()}`;
const pay = (number = '4242424242424242', more = {}, options = {}) =>
  call('POST', '/payments', { json: { reference: reference(), amount: 52000, card: card(number), ...more }, ...options });
const refund = (id, amount, once) => call('POST', `/payments/${id}/refunds`, { json: { amount }, once });
const byReference = async (name) => (await get(`/payments?reference=${encodeURIComponent(name)}`)).body.payments;
const turn = (knobs) => call('POST', '/control', { json: knobs, once: null });

function assertProblem(answer, status, code) {
  assert.equal(`${answer.status} ${answer.body.code}`, `${status} ${code}`, answer.text);
  assert.match(answer.headers.get('content-type'), /^application\/problem\+json/);
}
function assertFaults(answer, faults) {
  assertProblem(answer, 400, 'INVALID_REQUEST');
  assert.deepEqual(Object.fromEntries(answer.body.errors.map((e) => [e.pointer, e.reason])), faults);
}
/** The connection was closed and nothing came. */
async function assertClosed(promise) {
  await assert.rejects(promise, (error) => {
    assert.match(String(error.cause?.code), /^(UND_ERR_SOCKET|ECONNRESET)$/, String(error.cause));
    return true;
  });
}

afterEach(() => turn({}));

test('a card pays, and the payment is found again', async () => {
  const name = reference();
  const paid = await pay('4242 4242 4242 4242', { reference: name });
  assert.equal(paid.status, 201, paid.text);
  assert.match(paid.body.id, uuid);
  const { id, created_at: created, decided_at: decided, ...rest } = paid.body;
  assert.deepEqual(rest, {
    status: 'PAID', reference: name, amount: 52000, refunded_amount: 0, method: 'CARD', card: { brand: 'VISA', last_four: '4242' },
  });
  assert.equal(created, decided);
  const found = await get(`/payments/${id}`);
  assert.equal(found.status, 200);
  assert.deepEqual(found.body, paid.body);
  assert.deepEqual(await byReference(name), [paid.body]);
  assert.deepEqual(await byReference(reference()), []);
});

for (const [number, reason] of [
  ['4000000000000002', 'card_declined'], ['4000000000009995', 'insufficient_funds'],
  ['4000000000000069', 'expired_card'], ['4000000000000127', 'incorrect_cvc'],
])
  test(`${number} is declined: ${reason}`, async () => {
    const name = reference();
    const answer = await pay(number, { reference: name });
    assert.equal(answer.status, 201, answer.text);
    assert.equal(answer.body.status, 'DECLINED');
    assert.equal(answer.body.reason, reason);
    assert.equal((await byReference(name))[0].status, 'DECLINED');
    assertProblem(await refund(answer.body.id, 1), 409, 'PAYMENT_STATE_CONFLICT');
  });

test('a card whose date is past is declined', async () => {
  const answer = await pay('4242424242424242', { card: card('4242424242424242', { expiry_date: '01/20' }) });
  assert.equal(answer.body.reason, 'expired_card');
});

test('4000000000000119 answers 500, and nothing was charged', async () => {
  const name = reference();
  for (let i = 0; i < 2; i++)
    assertProblem(await pay('4000000000000119', { reference: name }, { once: `${name}-key` }), 500, 'INTERNAL_SERVER_ERROR');
  assert.deepEqual(await byReference(name), []);
});

test('4000000000000259 charges and drops the connection; the same key then tells', async () => {
  const name = reference();
  const once = randomUUID();
  await assertClosed(pay('4000000000000259', { reference: name }, { once }));
  const [payment, ...more] = await byReference(name);
  assert.equal(payment.status, 'PAID');
  assert.deepEqual(more, []);
  const again = await pay('4000000000000259', { reference: name }, { once });
  assert.equal(again.status, 201);
  assert.equal(again.body.id, payment.id);
  assert.equal((await byReference(name)).length, 1);
});

test('4000000000000341 charges at once and answers late; others are not held up', async () => {
  assert.equal((await get('/control')).body.slow_ms, 30000);
  await turn({ slow_ms: 1500 });
  const name = reference();
  const began = performance.now();
  const slow = pay('4000000000000341', { reference: name });
  await eventually(async () => assert.equal((await byReference(name))[0]?.status, 'PAID'));
  assert.equal((await pay()).body.status, 'PAID');
  assert.ok(performance.now() - began < 1500, 'another payment waited for the slow one');
  assert.equal((await slow).body.status, 'PAID');
  assert.ok(performance.now() - began >= 1500);
});

test('many slow answers leave threads for everyone else; those beyond are dropped, and charged', async () => {
  await turn({ slow_ms: 3000 });
  const name = reference();
  const slow = Array.from({ length: 80 }, () => pay('4000000000000341', { reference: name }).then(() => 'answered', () => 'dropped'));
  await eventually(async () => assert.equal((await byReference(name)).length, 80));
  const began = performance.now();
  assert.equal((await pay()).status, 201);
  assert.ok(performance.now() - began < 1500);
  const ends = await Promise.all(slow);
  assert.ok(ends.includes('answered') && ends.includes('dropped'), String(ends));
  assert.ok((await byReference(name)).every((payment) => payment.status === 'PAID'));
});

test('the same key is the same answer; with another request it is refused', async () => {
  const once = randomUUID();
  const json = { reference: reference(), amount: 1000, card: card('4242424242424242') };
  const first = await call('POST', '/payments', { json, once });
  const second = await call('POST', '/payments', { json, once: `"${once}"` });
  assert.equal(first.headers.get('idempotency-replayed'), null);
  assert.equal(second.headers.get('idempotency-replayed'), 'true');
  assert.equal(second.status, 201);
  assert.equal(second.text, first.text);
  for (const other of [{ amount: 1001 }, { reference: reference() }, { card: card('5555555555554444') }])
    assertProblem(await call('POST', '/payments', { json: { ...json, ...other }, once }), 422, 'IDEMPOTENCY_KEY_REUSED');
  assertProblem(await refund(first.body.id, 1000, once), 422, 'IDEMPOTENCY_KEY_REUSED');
  assert.equal((await byReference(json.reference)).length, 1);
});

test('64 at once with one key are one charge', async () => {
  const once = randomUUID();
  const json = { reference: reference(), amount: 1000, card: card('4242424242424242') };
  const answers = await Promise.all(Array.from({ length: 64 }, () => call('POST', '/payments', { json, once })));
  assert.deepEqual([...new Set(answers.map((a) => `${a.status} ${a.text}`))], [`201 ${answers[0].text}`]);
  assert.equal(answers.filter((a) => a.headers.get('idempotency-replayed') === null).length, 1);
  assert.equal((await byReference(json.reference)).length, 1);
});

test('refunds add up to the amount and never beyond it', async () => {
  const { id } = (await pay('4242424242424242', { amount: 1000 })).body;
  const once = randomUUID();
  const first = await refund(id, 400, once);
  assert.equal(first.status, 201);
  assert.match(first.body.id, uuid);
  assert.equal(first.body.payment_id, id);
  assert.equal(first.body.refunded_amount, 400);
  assert.equal((await refund(id, 400, once)).text, first.text);
  assertProblem(await refund(id, 500, once), 422, 'IDEMPOTENCY_KEY_REUSED');
  assertProblem(await refund(id, 601), 409, 'PAYMENT_STATE_CONFLICT');
  assert.equal((await refund(id, 600)).body.refunded_amount, 1000);
  assertProblem(await refund(id, 1), 409, 'PAYMENT_STATE_CONFLICT');
  assert.equal((await get(`/payments/${id}`)).body.refunded_amount, 1000);
  assertProblem(await refund(randomUUID(), 1), 404, 'ENTITY_NOT_FOUND');
  assertProblem(await refund('nothing', 1), 404, 'ENTITY_NOT_FOUND');
  assertFaults(await refund(id, 0), { '/amount': 'too_small' });
});

test('refunds at once never come to more than was paid', async () => {
  const { id } = (await pay('4242424242424242', { amount: 1000 })).body;
  const answers = await Promise.all(Array.from({ length: 20 }, () => refund(id, 300)));
  assert.equal(answers.filter((a) => a.status === 201).length, 3);
  assert.ok(answers.every((a) => a.status === 201 || a.body.code === 'PAYMENT_STATE_CONFLICT'));
  assert.equal((await get(`/payments/${id}`)).body.refunded_amount, 900);
});

test('the ledger tells every charge and refund once, page by page', async () => {
  const from = new Date(Date.now() - 1000).toISOString();
  const name = reference();
  const { id } = (await pay('4242424242424242', { reference: name, amount: 1000 })).body;
  await pay('4000000000000002', { reference: name });
  const back = (await refund(id, 250)).body;
  const entries = [];
  let cursor = 0;
  while (cursor !== null) {
    const page = await get(`/ledger?from=${encodeURIComponent(from)}&limit=1&cursor=${cursor}`);
    assert.equal(page.status, 200, page.text);
    assert.ok(page.body.entries.length <= 1);
    entries.push(...page.body.entries);
    cursor = page.body.next_cursor;
  }
  const mine = entries.filter((entry) => entry.reference === name);
  assert.deepEqual(mine.map(({ kind, payment_id, amount }) => [kind, payment_id, amount]), [['CHARGE', id, 1000], ['REFUND', id, 250]]);
  assert.equal(mine[1].id, back.id);
  assert.ok(mine.every((entry) => Date.parse(entry.at) >= Date.parse(from)));
  assert.deepEqual((await get(`/ledger?from=${encodeURIComponent(new Date(Date.now() + 60000).toISOString())}`)).body, { entries: [], next_cursor: null });
});

test('who has not the key, is nobody', async () => {
  for (const token of [undefined, 'AAAAAAAAAAAAAAAAAAAAAA', 'short'])
    for (const [method, path] of [['POST', '/payments'], ['GET', `/payments?reference=x`], ['GET', `/payments/${randomUUID()}`],
      ['POST', `/payments/${randomUUID()}/refunds`], ['GET', '/ledger'], ['GET', '/control'], ['POST', '/control']])
      assertProblem(await call(method, path, { token: token ?? '', json: method === 'POST' ? {} : undefined }), 401, 'UNAUTHENTICATED');
});

test('a request says all that is wrong with it', async () => {
  const send = (json, once) => call('POST', '/payments', { json, once });
  assertFaults(await send({}), { '/reference': 'required', '/amount': 'required' });
  assertFaults(await send({ reference: 'r', amount: 1 }), { '/card': 'required' });
  assertFaults(await send({ reference: 'r', amount: 1, method: 'NAVER' }), { '/return_url': 'required' });
  assertFaults(await send({ reference: 'r', amount: 1, method: 'KAKAO', return_url: 'https://shop.example/', card: card('4242424242424242') }),
    { '/card': 'not_offered' });
  for (const url of ['javascript:alert(1)', '//shop.example/', 'https://', 'https://a b/', "https://shop.example/;'", 'https://user@shop.example/', 'http:///x'])
    assertFaults(await send({ reference: 'r', amount: 1, method: 'NAVER', return_url: url, callback_url: url }),
      { '/return_url': 'invalid', '/callback_url': 'invalid' });
  assertFaults(await send({ reference: 'r', amount: 1, card: { card_number: '4242424242424241', expiry_date: '13/30', cvc: '123' } }),
    { '/card/card_number': 'invalid', '/card/cardholder_name': 'required', '/card/expiry_date': 'not_a_date' });
  assertFaults(await send({ reference: 'r', amount: 1, card: card('378282246310005') }), { '/card/cvc': 'invalid' });
  assertFaults(await send({ reference: 'r', amount: 1, card: card('4242424242424242') }, null), { 'Idempotency-Key': 'required' });
  assertFaults(await call('POST', `/payments/${randomUUID()}/refunds`, { json: { amount: 1 }, once: null }), { 'Idempotency-Key': 'required' });
  assertFaults(await get('/payments'), { '?reference': 'required' });
  assertProblem(await get(`/payments/${randomUUID()}`), 404, 'ENTITY_NOT_FOUND');
  assertProblem(await get('/metrics'), 404, 'ENTITY_NOT_FOUND');
  assertProblem(await get('/_drop'), 404, 'ENTITY_NOT_FOUND');
});

test('knobs make it slow, failing and silent', async () => {
  const name = reference();
  await turn({ fail_next: 2 });
  assertProblem(await pay('4242424242424242', { reference: name }), 503, 'UNAVAILABLE');
  assertProblem(await get('/ledger'), 503, 'UNAVAILABLE');
  assert.deepEqual(await byReference(name), []);
  await turn({ latency_ms: 300 });
  const began = performance.now();
  const { id } = (await pay()).body;
  assert.ok(performance.now() - began >= 300);
  await turn({ drop_next: 1 });
  const once = randomUUID();
  await assertClosed(refund(id, 10, once));
  const again = await refund(id, 10, once);
  assert.equal(again.status, 201);
  assert.equal(again.body.refunded_amount, 10);
  assert.deepEqual((await get('/control')).body, { latency_ms: 0, slow_ms: 30000, fail_next: 0, drop_next: 0, expiry_s: 0 });
  assertFaults(await turn({ latency_ms: -1 }), { '/latency_ms': 'too_small' });
});

// --- the customer decides elsewhere -------------------------------------------

const back = 'https://shop.example/orders/1?x=%20y';
const redirected = (method = 'NAVER', more = {}) => call('POST', '/payments', {
  json: { reference: reference(), amount: 7000, method, return_url: back, ...more },
});
/** A browser's form post of a decision. */
async function decide(url, decision) {
  const response = await fetch(url, {
    method: 'POST', body: new URLSearchParams({ decision }), redirect: 'manual', headers: { accept: 'text/html', 'sec-fetch-site': 'same-origin' },
  });
  return { status: response.status, location: response.headers.get('location') };
}

for (const [decision, status, method] of [['approve', 'PAID', 'NAVER'], ['decline', 'DECLINED', 'KAKAO']])
  test(`${method}: the customer may ${decision}, once`, async () => {
    const created = await redirected(method);
    assert.equal(created.status, 201, created.text);
    const { id, redirect_url: url } = created.body;
    assert.equal(created.body.status, 'PENDING');
    assert.equal(created.body.decided_at, null);
    assert.ok(url.startsWith(`${base}/pay/`));
    assert.equal((await get(`/payments/${id}`)).body.redirect_url, url);
    assertProblem(await refund(id, 1), 409, 'PAYMENT_STATE_CONFLICT');

    const page = await fetch(url);
    assert.equal(page.status, 200);
    assert.match(page.headers.get('content-security-policy'), /form-action 'self' https:\/\/shop\.example$/);
    assert.equal(page.headers.get('cache-control'), 'no-store');
    const html = await page.text();
    assert.match(html, /value="approve"/);
    assert.match(html, /7,000/);

    const went = `https://shop.example/orders/1?x=%20y&payment_id=${id}&status=${status}`;
    assert.deepEqual(await decide(url, decision), { status: 303, location: went });
    assert.deepEqual(await decide(url, decision === 'approve' ? 'decline' : 'approve'), { status: 303, location: went });
    const after = (await get(`/payments/${id}`)).body;
    assert.equal(after.status, status);
    assert.equal(after.redirect_url, undefined);
    assert.equal(after.reason, status === 'PAID' ? undefined : 'customer_declined');
    const told = await (await fetch(url, { headers: { 'accept-language': 'en' } })).text();
    assert.match(told, status === 'PAID' ? /It has been paid/ : /It has been declined/);
    assert.doesNotMatch(told, /<button/);
    const sum = (await get('/ledger?limit=1000')).body.entries.filter((entry) => entry.payment_id === id).length;
    assert.equal(sum, status === 'PAID' ? 1 : 0);
  });

test('the same key for a pending payment is the answer of then', async () => {
  const once = randomUUID();
  const json = { reference: reference(), amount: 7000, method: 'NAVER', return_url: back };
  const first = await call('POST', '/payments', { json, once });
  await decide(first.body.redirect_url, 'approve');
  assert.equal((await call('POST', '/payments', { json, once })).text, first.text);
});

test('a page of no payment, and a decision that is none', async () => {
  for (const token of ['AAAAAAAAAAAAAAAAAAAAAA', 'x'])
    assert.equal((await fetch(`${base}/pay/${token}`)).status, 404);
  const { redirect_url: url } = (await redirected()).body;
  assert.equal((await decide(url, 'perhaps')).status, 400);
  assert.equal((await decide(url, 'approve')).status, 303);
});

test('the front page tells of each test card, in both languages', async () => {
  for (const [language, word] of [['ko', /시험 카드/], ['en', /Test cards/]]) {
    const html = await (await fetch(base, { headers: { 'accept-language': language } })).text();
    assert.match(html, word);
    for (const number of ['4242424242424242', '4000000000000002', '4000000000009995', '4000000000000069', '4000000000000127',
      '4000000000000119', '4000000000000259', '4000000000000341'])
      assert.ok(html.includes(number), number);
  }
});

test('who takes too long has declined', async () => {
  await turn({ expiry_s: 1 });
  const { id, redirect_url: url, created_at: created, expires_at: expires } = (await redirected('KAKAO')).body;
  assert.equal(Date.parse(expires) - Date.parse(created), 1000);
  const over = await eventually(async () => {
    const { body } = await get(`/payments/${id}`);
    assert.equal(body.status, 'DECLINED');
    return body;
  });
  assert.equal(over.reason, 'payment_expired');
  assert.equal(over.expires_at, undefined);
  assert.ok(Date.parse(over.decided_at) >= Date.parse(expires));
  assert.match(await (await fetch(url, { headers: { 'accept-language': 'en' } })).text(), /The time to pay is over/);
  const after = await decide(url, 'approve');
  assert.match(after.location, new RegExp(`payment_id=${id}&status=DECLINED$`));
  assertProblem(await refund(id, 1), 409, 'PAYMENT_STATE_CONFLICT');
  await turn({});
  const { created_at: then, expires_at: later } = (await redirected()).body;
  assert.equal(Date.parse(later) - Date.parse(then), 900000);
});

// --- the merchant is told ---------------------------------------------------------

/** A merchant that hears callbacks; `answers` are the statuses it gives, the last one again and again. {url, heard, close()} */
async function merchant(answers) {
  const heard = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part) => { body += part; }).on('end', () => {
      heard.push({ method: request.method, path: request.url, headers: request.headers, body });
      response.writeHead(answers[Math.min(heard.length, answers.length) - 1]).end();
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections?.();
  });
  return { url: `http://127.0.0.1:${server.address().port}/hook?a=b`, heard, close };
}

/** Standard Webhooks, counted here anew. */
function assertSigned({ headers, body }) {
  const secret = Buffer.from(process.env.BANQUET_GATEWAY_WEBHOOK_KEY.replace(/^whsec_/, ''), 'base64');
  const mac = createHmac('sha256', secret).update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`).digest('base64');
  assert.equal(headers['webhook-signature'], `v1,${mac}`);
  assert.ok(Math.abs(Date.now() / 1000 - Number(headers['webhook-timestamp'])) < 30);
  assert.equal(headers['content-type'], 'application/json');
}

const told = [];	// merchants that heard what there is to hear, and listen still
after(() => Promise.all(told.map((one) => one.close())));

for (const [what, pay_, status] of [
  ['a card that pays', (url) => pay('4242424242424242', { callback_url: url }), 'paid'],
  ['a card that is declined', (url) => pay('4000000000000002', { callback_url: url }), 'declined'],
  ['a card whose answer is lost', (url) => assertClosed(pay('4000000000000259', { callback_url: url })), 'paid'],
  ['a customer who approves', async (url) => decide((await redirected('NAVER', { callback_url: url })).body.redirect_url, 'approve'), 'paid'],
  ['a customer who declines', async (url) => decide((await redirected('KAKAO', { callback_url: url })).body.redirect_url, 'decline'), 'declined'],
  ['a customer who takes too long', async (url) => {
    await turn({ expiry_s: 1 });
    await redirected('NAVER', { callback_url: url });
  }, 'declined'],
])
  test(`the merchant is told of ${what}`, async () => {
    const one = await merchant([204]);
    told.push(one);
    await pay_(one.url);
    await eventually(() => assert.equal(one.heard.length, 1));
    const [call_] = one.heard;
    assertSigned(call_);
    assert.equal(`${call_.method} ${call_.path}`, 'POST /hook?a=b');
    const { type, timestamp, data } = JSON.parse(call_.body);
    assert.equal(type, `payment.${status}`);
    assert.equal(timestamp, data.decided_at);
    assert.deepEqual(data, (await get(`/payments/${data.id}`)).body);
  });

test('a merchant that does not hear is told again, under the same id', async () => {
  const one = await merchant([500, 302, 200]);
  told.push(one);
  await pay('4242424242424242', { callback_url: one.url });
  await eventually(() => assert.equal(one.heard.length, 2));
  await eventually(() => assert.equal(one.heard.length, 3));
  one.heard.forEach(assertSigned);
  assert.equal(new Set(one.heard.map((call_) => call_.headers['webhook-id'])).size, 1);
  assert.equal(new Set(one.heard.map((call_) => call_.body)).size, 1);
});

test('who has heard is told no more', async () => {
  const before = told.map((one) => one.heard.length);
  assert.deepEqual(before, [1, 1, 1, 1, 1, 1, 3]);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  assert.deepEqual(told.map((one) => one.heard.length), before);
});

// --- what is left of a card -------------------------------------------------------

test('a card number and its CVC are in no table and no log', async () => {
  const number = '4929123456789011'.replace(/.$/, () => {
    const digits = [...'492912345678901'].map(Number).reverse();
    const sum = digits.reduce((s, d, i) => s + (i % 2 === 0 ? (d * 2 > 9 ? d * 2 - 9 : d * 2) : d), 0);
    return String((10 - (sum % 10)) % 10);
  });
  const name = 'CANARY QZXJ';
  const paid = await pay(number, { card: card(number, { cardholder_name: name }) });
  assert.equal(paid.body.card.last_four, number.slice(-4));
  assertProblem(await pay(number, { card: card(number, { cardholder_name: name, expiry_date: 'x' }) }), 400, 'INVALID_REQUEST');
  assertProblem(await pay(number, { amount: -1, card: card(number, { cardholder_name: name }) }), 400, 'INVALID_REQUEST');
  const dump = execFileSync('mariadb-dump', ['--no-defaults', `--socket=${process.env.BANQUET_DB_SOCKET}`, '--user=banquet',
    '--hex-blob', '--single-transaction', 'banquet_gateway'], { maxBuffer: 1 << 28 }).toString();
  assert.ok(dump.includes(paid.body.id), 'the dump has the payment');
  const log = join(process.env.BANQUET_DIR, 'log');
  const texts = [dump, ...readdirSync(log).map((file) => readFileSync(join(log, file), 'utf8'))];
  for (const secret of [number, name, number.slice(0, 12)])
    assert.ok(texts.every((text) => !text.includes(secret)), `${secret} was written somewhere`);
});
