// The payment provider's callbacks: signed, recent, and taken at their word about nothing; said twice, too early or at once they have one effect.
import { after, before, beforeEach, test } from 'node:test';
import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { call, get, post } from './support/call.mjs';
import { sql } from './support/database.mjs';
import { assertBooksAgree } from './support/audit.mjs';
import { assertFaults, assertProblem, assertStatus, eventually } from './support/expect.mjs';
import { goods } from './support/goods.mjs';
import { customer } from './support/people.mjs';
import { gatewayAnswers, gatewayControl } from './support/gateway.mjs';

const path = '/v1/payment-callbacks/mock';
const secret = process.env.BANQUET_GATEWAY_WEBHOOK_KEY;
const now = () => Math.floor(Date.now() / 1000);

/** The headers of Standard Webhooks. */
function signed(body, { at = now(), key = secret, id = `msg_${randomUUID()}` } = {}) {
  const mac = createHmac('sha256', Buffer.from(key.replace('whsec_', ''), 'base64')).update(`${id}.${at}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': String(at), 'webhook-signature': `v1,${mac}` };
}
const says = (reference, more = {}) => JSON.stringify({ type: 'payment.paid', timestamp: new Date().toISOString(), data: { id: 't1', reference, status: 'PAID', ...more } });
const tell = (body, headers = signed(body), where = path) => call('POST', where, { body, type: 'application/json', headers });

const card = (card_number) => ({ card_number, cardholder_name: 'KIM CHUNHYANG', expiry_date: '12/40', cvc: '123' });
const charge = (who, amount, number = '4242424242424242') => post(`/v1/users/${who.userId}/balance/charges`, { json: { amount, payment: card(number) }, as: who });
const balance = async (who) => assertStatus(await get(`/v1/users/${who.userId}/balance`, { as: who }), 200).data.balance;
const stateOf = async (paymentId) => (await sql(`SELECT status FROM payments WHERE payment_id = '${paymentId}'`))[0][0];

// The worker is held, so that it is the callback that settles.
const worker = parseInt(await readFile(join(process.env.BANQUET_RUN, 'worker.child'), 'utf8'), 10);
before(() => process.kill(worker, 'SIGSTOP'));
beforeEach(async () => {
  const payer = await customer();
  await gatewayAnswers(() => charge(payer, 100));
});
after(async () => {
  process.kill(worker, 'SIGCONT');
  await gatewayControl({});
});

test('who is not the provider is refused, and nothing is asked', async () => {
  const body = says(randomUUID());
  assertProblem(await tell(body, {}), 401, 'UNAUTHENTICATED');
  assertProblem(await tell(body, signed(body, { key: `whsec_${Buffer.alloc(32).toString('base64')}` })), 401, 'UNAUTHENTICATED');
  assertProblem(await tell(`${body} `, signed(body)), 401, 'UNAUTHENTICATED');
  const headers = signed(body);
  assertProblem(await tell(body, { ...headers, 'webhook-id': 'msg_other' }), 401, 'UNAUTHENTICATED');
  assertProblem(await tell(body, { ...headers, 'webhook-signature': 'v1,' }), 401, 'UNAUTHENTICATED');
});

test('what is old, or from the future, is refused', async () => {
  const body = says(randomUUID());
  for (const off of [-310, 310, -86400]) assertProblem(await tell(body, signed(body, { at: now() + off })), 401, 'UNAUTHENTICATED');
  for (const off of [-290, 290]) assertStatus(await tell(body, signed(body, { at: now() + off })), 200);
});

test('what names no payment, or none of ours; another provider; too much', async () => {
  for (const body of ['{}', '[]', 'x', '', says('no uuid', { id: undefined })]) assertFaults(await tell(body), { '': 'invalid' });
  assert.equal(assertStatus(await tell(says(randomUUID())), 200).data.outcome, 'NOTHING');
  const body = says(randomUUID());
  for (const provider of ['stripe', 'toss', 'paypal', '..', 'MOCK']) assert.equal((await tell(body, signed(body), `/v1/payment-callbacks/${provider}`)).status, 404);
  assertProblem(await tell(JSON.stringify({ x: 'x'.repeat(70000) })), 413, 'PAYLOAD_TOO_LARGE');
  assertProblem(await get(path), 405, 'METHOD_NOT_ALLOWED');
});

test('charged, and the answer lost: settled by the gateway\'s own callback', async () => {
  const me = await customer();
  const { data } = assertStatus(await charge(me, 4000, '4000000000000259'), 202);
  await eventually(async () => assert.equal(await stateOf(data.paymentId), 'SUCCESS'));
  assert.equal(await balance(me), 4000);
  // Said again, also with an older signature that is still good, and by many at once: nothing more.
  const body = says(data.paymentId), headers = signed(body);
  const answers = await Promise.all(Array.from({ length: 64 }, () => tell(body, headers)));
  for (const answer of answers) assert.equal(assertStatus(answer, 200).data.outcome, 'NOTHING');
  assert.equal(await balance(me), 4000);
});

test('an order by card whose answer is lost: settled by a callback, by many at once, once', async () => {
  const me = await customer();
  for (const crowd of [2, 8, 64]) {
    const answer = assertStatus(await post('/api/checkout/checkout', { as: me, json: { menu_code: 'valentine', style: 'simple',
      delivery: { address: '서울시 강남구 테헤란로 1' }, payment: card('4000000000000259') } }), 202);
    assert.equal(await stateOf(answer.payment_id), 'PROGRESS');
    const body = says(answer.payment_id, { status: 'DECLINED' });	// whatever it says
    const outcomes = (await Promise.all(Array.from({ length: crowd }, () => tell(body)))).map((one) => assertStatus(one, 200).data.outcome);
    assert.ok(outcomes.includes('SETTLED'), outcomes.join());
    assert.equal(await stateOf(answer.payment_id), 'SUCCESS');
    const order = assertStatus(await get(`/api/orders/${answer.order_id}`, { as: me }), 200).order;
    assert.equal(order.order_status, 'PAID');
    assert.equal(order.history.filter((one) => one.event === 'PAY' && one.item_index === 0).length, 1);
  }
});

test('paid, says the callback; the gateway knows of nothing: nothing is written', async () => {
  const me = await customer();
  const { data } = assertStatus(await charge(me, 4000, '4000000000000119'), 202);
  assert.equal(assertStatus(await tell(says(data.paymentId)), 200).data.outcome, 'NOTHING');
  assert.equal(await stateOf(data.paymentId), 'PROGRESS');
  assert.equal(await balance(me), 0);
});

test('approved on the page of NAVER or KAKAO: the gateway tells, and nobody has to ask later', async () => {
  for (const [method, decision, status] of [['NAVER', 'approve', 'PAID'], ['KAKAO', 'decline', 'CREATED']]) {
    const me = await customer();
    const { productId } = await goods({ price: 5000 });
    const { orderKey } = assertStatus(await post('/v1/orders', { as: me, json: { productId, quantity: 1 } }), 201).data;
    const pending = assertStatus(await post(`/v1/orders/${orderKey}/payments`, { as: me, headers: { 'idempotency-key': randomUUID() },
      json: { method, delivery: { address: '서울시 강남구 테헤란로 1' } } }), 202).data;
    // Said to be paid before anybody has decided: it is not.
    assert.equal(assertStatus(await tell(says(pending.paymentId)), 200).data.outcome, 'NOTHING');
    const decided = await fetch(pending.nextAction.redirectUrl, { method: 'POST', redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: `decision=${decision}` });
    assert.equal(decided.status, 303);
    await eventually(async () => assert.equal(assertStatus(await get(`/v1/orders/${orderKey}`, { as: me }), 200).data.status, status));
    assert.equal(await stateOf(pending.paymentId), status === 'PAID' ? 'SUCCESS' : 'FAILED');
  }
});

test('before the answer of the charge has come', async () => {
  const me = await customer();
  await gatewayControl({ slow_ms: 1500 });
  const charging = charge(me, 5000, '4000000000000341');	// charges, and answers late
  const paymentId = await eventually(async () => {
    const [[id]] = await sql(`SELECT payment_id FROM payments WHERE user_id = '${me.userId}'`);
    return id;
  });
  await eventually(async () => {
    await tell(says(paymentId));	// or the gateway's own was faster
    assert.equal(await stateOf(paymentId), 'SUCCESS');
  });
  assert.equal(await balance(me), 5000);
  assert.equal(assertStatus(await charging, 201).data.balance, 5000);
  assert.equal(await balance(me), 5000);
});

test('while the worker settles it', async () => {
  const me = await customer();
  const payments = await Promise.all(Array.from({ length: 4 }, async () => (await charge(me, 100, '4000000000000259')).body.data.paymentId));
  process.kill(worker, 'SIGCONT');
  try {
    await Promise.all(payments.flatMap((id) => Array.from({ length: 4 }, () => tell(says(id)))));
    for (const id of payments) await eventually(async () => assert.equal(await stateOf(id), 'SUCCESS'));
  } finally {
    process.kill(worker, 'SIGSTOP');
  }
  assert.equal(await balance(me), 400);
});

test('the gateway does not answer when it is asked: the worker asks soon', async () => {
  const me = await customer();
  const answer = assertStatus(await post('/api/checkout/checkout', { as: me, json: { menu_code: 'valentine', style: 'simple',
    delivery: { address: '서울시 강남구 테헤란로 1' }, payment: card('4000000000000259') } }), 202);
  await sql(`UPDATE compensations SET due_at = UTC_TIMESTAMP(3) + INTERVAL 60 SECOND WHERE compensation_id = '${answer.payment_id}'`);
  await gatewayControl({ fail_next: 1 });
  assert.equal(assertStatus(await tell(says(answer.payment_id)), 200).data.outcome, 'DUE');
  const [[due]] = await sql(`SELECT due_at <= UTC_TIMESTAMP(3) FROM compensations WHERE compensation_id = '${answer.payment_id}'`);
  assert.equal(due, '1');
  process.kill(worker, 'SIGCONT');
  await eventually(async () => assert.equal(await stateOf(answer.payment_id), 'SUCCESS'));
});

test('afterwards the books agree', async () => {
  process.kill(worker, 'SIGCONT');
  await assertBooksAgree();
});
