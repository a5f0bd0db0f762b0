// Paying into one's balance by card: charged once, or not at all; in the balance exactly when it is paid.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { get, post } from './support/call.mjs';
import { assertBooksAgree } from './support/audit.mjs';
import { assertFaults, assertProblem, assertStatus, eventually } from './support/expect.mjs';
import { admin, customer } from './support/people.mjs';
import { gatewayAnswers, gatewayControl } from './support/gateway.mjs';

const cards = { pays: '4242424242424242', declined: '4000000000000002', noFunds: '4000000000009995', expired: '4000000000000069',
  wrongCvc: '4000000000000127', fails: '4000000000000119', drops: '4000000000000259' };
const pay = (card_number, more = {}) => ({ card_number, cardholder_name: 'KIM CHUNHYANG', expiry_date: '12/40', cvc: '123', ...more });
const wish = (amount, card = cards.pays) => ({ amount, payment: pay(card) });
const charge = (who, json, options = {}) => post(`/v1/users/${who.userId}/balance/charges`, { json, as: who, ...options });
const balance = async (who) => assertStatus(await get(`/v1/users/${who.userId}/balance`, { as: who }), 200).data.balance;
const entries = async (who) => assertStatus(await get(`/v1/users/${who.userId}/balance/entries?limit=100`, { as: who }), 200).data.entries;

before(async () => {
  const payer = await customer();
  await gatewayAnswers(() => charge(payer, wish(100)));
});
after(() => gatewayControl({}));

test('a card that pays', async () => {
  const me = await customer();
  const response = await charge(me, wish(5000));
  const { data } = assertStatus(response, 201);
  assert.deepEqual([data.status, data.amount, data.balance, data.points], ['SUCCESS', 5000, 5000, 0]);
  assert.deepEqual([data.maskedCardNumber, data.cardBrand, data.failureCode], ['**** **** **** 4242', 'VISA', null]);
  assert.equal(response.headers.get('location'), `/v1/users/${me.userId}/balance/charges/${data.paymentId}`);
  const { balance: _b, points: _p, ...charged } = data;
  assert.deepEqual(assertStatus(await get(response.headers.get('location'), { as: me }), 200).data, charged);
  const [entry] = await entries(me);
  assert.deepEqual([entry.kind, entry.purse, entry.amount, entry.balanceAfter, entry.orderKey], ['CHARGE', 'BALANCE', 5000, 5000, null]);
  assertStatus(await charge(me, wish(100)), 201);
  assert.equal(await balance(me), 5100);
  // It is one of the member's payments, for no order.
  const { payments } = assertStatus(await get(`/api/checkout/payments/user/${me.userId}`, { as: me }), 200);
  assert.deepEqual(payments.map((one) => [one.amount, one.status, one.order_id]), [[100, 'SUCCESS', null], [5000, 'SUCCESS', null]]);
});

for (const [name, code] of [['declined', 'card_declined'], ['noFunds', 'insufficient_funds'], ['expired', 'expired_card'], ['wrongCvc', 'incorrect_cvc']])
  test(`a card the gateway declines: ${code}`, async () => {
    const me = await customer();
    const answer = await charge(me, wish(5000, cards[name]));
    assertProblem(answer, 402, 'PAYMENT_DECLINED');
    assert.equal(answer.body.declineCode, code);
    assert.equal(answer.body.order_id, undefined);
    assert.equal(await balance(me), 0);
    assert.deepEqual(await entries(me), []);
  });

test('charged, and the answer lost: pending, then found out, once', async () => {
  const me = await customer();
  const response = await charge(me, wish(7000, cards.drops));
  const { data } = assertStatus(response, 202);
  assert.equal(data.status, 'PENDING');
  const where = response.headers.get('location');
  await eventually(async () => assert.equal(assertStatus(await get(where, { as: me }), 200).data.status, 'SUCCESS'));
  assert.equal(await balance(me), 7000);
  assert.equal((await entries(me)).length, 1);
});

test('a gateway that fails: pending, not guessed', async () => {
  const me = await customer();
  const response = await charge(me, wish(7000, cards.fails));
  assert.equal(assertStatus(response, 202).data.status, 'PENDING');
  assert.equal(assertStatus(await get(response.headers.get('location'), { as: me }), 200).data.status, 'PENDING');
  assert.equal(await balance(me), 0);
});

test('everything there is to correct, at once; and no card comes back', async () => {
  const me = await customer();
  for (const [amount, reason] of [[0, 'too_small'], [-100, 'too_small'], [100000000, 'too_large'], [150, 'not_in_hundreds']])
    assertFaults(await charge(me, wish(amount)), { '/amount': reason });
  const answer = await charge(me, { payment: pay('4242424242424241', { expiry_date: '01/20' }) });
  assertFaults(answer, { '/amount': 'required', '/payment/card_number': 'not_a_card', '/payment/expiry_date': 'card_expired' });
  assert.ok(!answer.text.includes('424242'));
  assertFaults(await charge(me, { amount: 100 }), { '/payment': 'required' });
  assertFaults(await charge(me, { amount: '100', payment: pay(cards.pays) }), { '/amount': 'wrong_type' });
  for (const more of [{}, pay(cards.pays)]) {
    assertFaults(await charge(me, { amount: 100, payment: { payment_token: 'tok_1', ...more } }), { '/payment/payment_token': 'token_not_taken' });
  }
  assertProblem(await charge(me, wish(100), { json: undefined, body: `{"amount":100,"x":"${'x'.repeat(20000)}"}`, type: 'application/json' }), 413, 'PAYLOAD_TOO_LARGE');
  assert.equal(await balance(me), 0);
});

test('the least and the most', async () => {
  const me = await customer();
  assertStatus(await charge(me, wish(100)), 201);
  assertStatus(await charge(me, wish(99999900)), 201);
  assert.equal(await balance(me), 100000000);
});

test('as a plain form', async () => {
  const me = await customer();
  assertStatus(await charge(me, undefined, { form: wish(300) }), 201);
  assertStatus(await charge(me, undefined, { multipart: wish(400) }), 201);
  assert.equal(await balance(me), 700);
});

test('one\'s own balance, nobody else\'s: an admin neither', async () => {
  const [me, other] = [await customer(), await customer()];
  const path = `/v1/users/${me.userId}/balance/charges`;
  assertProblem(await post(path, { json: wish(100) }), 401, 'UNAUTHENTICATED');
  for (const as of [other, await admin()]) assertProblem(await post(path, { json: wish(100), as }), 404, 'ENTITY_NOT_FOUND');
  const { data } = assertStatus(await charge(me, wish(100)), 201);
  assertStatus(await get(`${path}/${data.paymentId}`, { as: await admin() }), 200);
  assertProblem(await get(`${path}/${data.paymentId}`, { as: other }), 404, 'ENTITY_NOT_FOUND');
  assertProblem(await get(`/v1/users/${other.userId}/balance/charges/${data.paymentId}`, { as: other }), 404, 'ENTITY_NOT_FOUND');
  assert.equal(await balance(other), 0);
});

test('the same key: one charge, one answer, also at once', async () => {
  for (const crowd of [2, 8, 64]) {
    const me = await customer();
    const headers = { 'idempotency-key': randomUUID() };
    const answers = await Promise.all(Array.from({ length: crowd }, () => charge(me, wish(1000), { headers })));
    const done = answers.filter((one) => one.status === 201);
    assert.ok(done.length >= 1);
    for (const one of answers) if (one.status !== 201) assertProblem(one, 409, 'IDEMPOTENCY_IN_FLIGHT');
    assert.equal(new Set(done.map((one) => one.text)).size, 1);
    assert.equal((await charge(me, wish(1000), { headers })).text, done[0].text);
    assert.equal(await balance(me), 1000);
    assertProblem(await charge(me, { amount: 1000, payment: pay('4000056655665556') }, { headers }), 422, 'IDEMPOTENCY_KEY_REUSED');
    assertProblem(await charge(me, wish(2000), { headers }), 422, 'IDEMPOTENCY_KEY_REUSED');
    // Another's same key is another key.
    const other = await customer();
    assertStatus(await charge(other, wish(1000), { headers }), 201);
  }
  const me = await customer();
  const headers = { 'idempotency-key': randomUUID() };
  const first = await charge(me, wish(1000, cards.declined), { headers });
  const again = await charge(me, wish(1000, cards.declined), { headers });
  assert.deepEqual([first.status, again.status], [402, 402]);
  assert.equal(again.body.declineCode, first.body.declineCode);
});

test('many of one member at once add up', async () => {
  for (const crowd of [2, 8, 64]) {
    const me = await customer();
    const answers = await Promise.all(Array.from({ length: crowd }, (_, i) => charge(me, wish(100 * (i + 1)))));
    answers.forEach((one) => assertStatus(one, 201));
    assert.equal(await balance(me), 100 * (crowd * (crowd + 1)) / 2);
    const ledger = await entries(me);
    assert.equal(ledger.length, crowd);
    ledger.forEach((one, i) => assert.equal(one.balanceAfter, one.amount + (ledger[i + 1]?.balanceAfter ?? 0)));
  }
});

test('an answer that is lost, and the gateway away: never twice, never for nothing', async () => {
  const me = await customer();
  await gatewayControl({ drop_next: 1 });
  const lost = await charge(me, wish(1000));
  assert.equal(assertStatus(lost, 202).data.status, 'PENDING');
  // Found before the next: what the worker asks for it is a call as well.
  await eventually(async () => assert.equal(await balance(me), 1000));
  await gatewayControl({ fail_next: 1 });
  const failed = await charge(me, wish(1000));
  assert.ok([202, 503].includes(failed.status), failed.text);
  await gatewayControl({});
  await eventually(async () => assert.equal(await balance(me), 1000));
});

test('afterwards the books agree', async () => {
  await assertBooksAgree();
});
