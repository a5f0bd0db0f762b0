// Checkout: cards charged once, or not at all; what is held meanwhile; what is known afterwards.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { call, get, post } from './support/call.mjs';
import { sql } from './support/database.mjs';
import { assertBooksAgree } from './support/audit.mjs';
import { assertFaults, assertProblem, assertStatus, eventually } from './support/expect.mjs';
import { cancel, guest } from './support/orders.mjs';
import { admin, customer } from './support/people.mjs';
import { needs, price } from './support/price.mjs';
import { setStock, stock, taken } from './support/stock.mjs';

const cards = {
  pays: '4242424242424242', declined: '4000000000000002', noFunds: '4000000000009995', expired: '4000000000000069',
  wrongCvc: '4000000000000127', fails: '4000000000000119', drops: '4000000000000259',
};
const pay = (card_number, more = {}) => ({ card_number, cardholder_name: 'KIM CHUNHYANG', expiry_date: '12/40', cvc: '123', ...more });
const wish = (more = {}) => ({
  menu_code: 'valentine', style: 'simple', delivery: { address: '서울시 강남구 테헤란로 1' }, payment: pay(cards.pays), ...more });
const checkout = (more = {}, options = {}) => post('/api/checkout/checkout', { json: wish(more), ...options });
const day = (ahead) => new Date(Date.now() + (9 + 24 * ahead) * 3600000).toISOString().slice(0, 10);
const orderOf = async (answer) => assertStatus(await get(`/api/orders/${answer.order_id}`, guest(answer.order_token)), 200).order;

test('a card that pays', async () => {
  const before = await stock();
  const response = await checkout({ quantity: 2, delivery: { address: '서울시 강남구 테헤란로 1', recipient_name: '춘향', recipient_phone: '010-1234-5678',
    delivery_notes: '문 앞에 놓아주세요', scheduled_date: day(2), scheduled_time_slot: '12:30' } });
  const answer = assertStatus(response, 201);
  assert.equal(answer.payment_status, 'SUCCESS');
  assert.equal(answer.total_price, 60000);
  assert.equal(answer.masked_card_number, '**** **** **** 4242');
  assert.equal(response.headers.get('location'), `/api/orders/${answer.order_id}`);
  assert.deepEqual(answer.pricing, price({ dinner_code: 'valentine', style: 'simple', quantity: 2 }));
  const order = await orderOf(answer);
  assert.equal(order.status, 'PENDING');
  assert.equal(order.order_status, 'PAID');
  assert.equal(order.scheduled_date, day(2));
  assert.equal(order.scheduled_time_slot, '12:00-14:00');
  assert.equal(order.recipient_name, '춘향');
  assert.equal(order.payment.method, 'CARD');
  assert.equal(order.payment.transaction_id, answer.transaction_id);
  assert.deepEqual(order.history.filter((h) => h.item_index === 0).map((h) => h.to), ['PENDING_PAYMENT', 'PENDING']);
  assert.deepEqual(taken(before, await stock()), needs({ dinner_code: 'valentine', style: 'simple', quantity: 2 }));
  const { payment_info } = assertStatus(await get(`/api/checkout/payment-info/${answer.order_id}`, guest(answer.order_token)), 200);
  assert.equal(payment_info.payment_id, answer.payment_id);
  assert.equal(payment_info.status, 'SUCCESS');
  assertProblem(await get(`/api/checkout/payment-info/${answer.order_id}`), 404, 'ENTITY_NOT_FOUND');
});

for (const [name, code] of [['declined', 'card_declined'], ['noFunds', 'insufficient_funds'], ['expired', 'expired_card'], ['wrongCvc', 'incorrect_cvc']])
  test(`a card the gateway declines: ${code}`, async () => {
    const before = await stock();
    const answer = await checkout({ payment: pay(cards[name]) }, { as: await customer() });
    assertProblem(answer, 402, 'PAYMENT_DECLINED');
    assert.equal(answer.body.declineCode, code);
    assert.equal(answer.body.payment_status, 'FAILED');
    assert.deepEqual(await stock(), before);
    const [[status, payment, failure]] = await sql(`SELECT o.status, p.status, p.failure_code FROM orders o JOIN payments p ON p.order_id = o.order_id WHERE o.order_id = '${answer.body.order_id}'`);
    assert.deepEqual([status, payment, failure], ['CANCELLED', 'FAILED', code]);
  });

test('charged, and the answer lost: the worker finds out', async () => {
  const response = await checkout({ payment: pay(cards.drops) });
  const answer = assertStatus(response, 202);
  assert.equal(answer.payment_status, 'PENDING');
  assert.equal(response.headers.get('location'), `/api/orders/${answer.order_id}`);
  await eventually(async () => assert.equal((await orderOf(answer)).order_status, 'PAID'));
});

test('a gateway that fails: pending, not guessed', async () => {
  const answer = assertStatus(await checkout({ payment: pay(cards.fails) }), 202);
  assert.equal((await orderOf(answer)).status, 'PENDING_PAYMENT');
  // Its buyer may give it up meanwhile.
  const before = await stock();
  assertStatus(await cancel(answer.order_id, guest(answer.order_token)), 200);
  assert.equal((await orderOf(answer)).order_status, 'CANCELLED');
  assert.ok(Object.keys(taken(await stock(), before)).length > 0);
});

test('given up while pending, found paid: the money goes back', async () => {
  const answer = assertStatus(await checkout({ payment: pay(cards.drops) }), 202);
  await cancel(answer.order_id, guest(answer.order_token));	// before or after the worker: the end is the same
  await eventually(async () => assert.equal((await orderOf(answer)).payment_status, 'REFUNDED'));
});

test('a paid order that is cancelled is refunded, whole', async () => {
  const answer = assertStatus(await checkout(), 201);
  const { refund } = assertStatus(await cancel(answer.order_id, guest(answer.order_token)), 200);
  assert.deepEqual(refund, { amount: 30000, status: 'PENDING' });
  await eventually(async () => {
    const order = await orderOf(answer);
    assert.equal(order.payment.status, 'REFUNDED');
    assert.equal(order.payment.refunded_amount, 30000);
    assert.equal(order.order_status, 'REFUNDED');
  });
});

test('everything there is to correct, at once; and no card comes back', async () => {
  const answer = await checkout({ menu_code: '', delivery: { address: '', scheduled_date: 'soon' },
    payment: pay('4242424242424241', { expiry_date: '01/20', cvc: '12' }) });
  assertFaults(answer, { '/menu_code': 'required', '/delivery/address': 'required', '/payment/card_number': 'not_a_card',
    '/payment/expiry_date': 'card_expired' });
  assert.ok(!answer.text.includes('424242'));
  assertFaults(await checkout({ delivery: { address: '어딘가 1', scheduled_date: day(-1), scheduled_time_slot: '03:00' } }),
    { '/delivery/scheduled_date': 'in_the_past', '/delivery/scheduled_time_slot': 'not_a_choice' });
  assertFaults(await checkout({ delivery: { address: '어딘가 1', scheduled_date: day(31) } }), { '/delivery/scheduled_date': 'too_far_ahead' });
  assertFaults(await checkout({ menu_code: 'nothing' }), { '/menu_code': 'unknown' });
  for (const payment of [{ payment_token: 'tok_1' }, pay(cards.pays, { payment_token: 'tok_1' })]) {
    assertFaults(await checkout({ payment }), { '/payment/payment_token': 'token_not_taken' });
  }
  assertFaults(await checkout({ delivery: { address: '4242 4242 4242 4242' } }), { '/delivery/address': 'card_number' });
});

test('as a plain form', async () => {
  const answer = await post('/api/checkout/checkout', { form: wish() });
  assert.equal(assertStatus(answer, 201).payment_status, 'SUCCESS');
  assertStatus(await post('/api/checkout/checkout', { multipart: wish({ quantity: 2 }) }), 201);
});

test('too short stock takes nothing and charges nothing', async () => {
  const left = (await stock()).premium_steak / 1000;
  await setStock('premium_steak', 1);
  try {
    const before = await sql('SELECT COUNT(*) FROM payments');
    const answer = await checkout({ quantity: 3 });
    assertProblem(answer, 409, 'STOCK_NOT_ENOUGH');
    assert.deepEqual(await sql('SELECT COUNT(*) FROM payments'), before);
  } finally {
    await setStock('premium_steak', left);
  }
});

test('a slot has so many places, and gives them back', async () => {
  const date = day(29);
  const row = `slot = ${date.replaceAll('-', '')}20002200`;
  await sql(`UPDATE slots SET capacity = taken + 200 WHERE ${row}`);	// as an earlier run may have left it
  const slot = (await get(`/api/checkout/slots?date=${date}`)).body.slots.find((one) => one.time_slot === '20:00-22:00');
  assert.ok(slot.is_available);
  const late = { delivery: { address: '어딘가 1', scheduled_date: date, scheduled_time_slot: '20:00-22:00' } };
  const first = assertStatus(await checkout(late), 201);
  await sql(`UPDATE slots SET capacity = taken WHERE ${row}`);
  const before = await stock();
  assertProblem(await checkout(late), 409, 'SLOT_FULL');
  assert.deepEqual(await stock(), before);
  const shown = (await get(`/api/checkout/slots?date=${date}`)).body.slots.find((one) => one.time_slot === '20:00-22:00');
  assert.equal(shown.available, 0);
  assert.equal(shown.is_available, false);
  assertStatus(await cancel(first.order_id, guest(first.order_token)), 200);
  assertStatus(await checkout(late), 201);
  assertFaults(await get('/api/checkout/slots?date=yesterday'), { '?date': 'not_a_date' });
});

test('a price without taking anything', async () => {
  const before = await stock();
  const { pricing } = assertStatus(await post('/api/checkout/quote', { json: { menu_code: 'french', style: 'grand', quantity: 3 } }), 200);
  assert.deepEqual(pricing, price({ dinner_code: 'french', style: 'grand', quantity: 3 }));
  assert.deepEqual(await stock(), before);
  assertFaults(await post('/api/checkout/quote', { json: { menu_code: 'nothing', style: 'grand' } }), { '/menu_code': 'unknown' });
});

test('the same key: one charge, one answer, also at once', async () => {
  for (const crowd of [2, 8, 64]) {
    const headers = { 'idempotency-key': randomUUID() };
    const answers = await Promise.all(Array.from({ length: crowd }, () => checkout({}, { headers })));
    const done = answers.filter((one) => one.status === 201);
    assert.ok(done.length >= 1);
    for (const one of answers) if (one.status !== 201) assertProblem(one, 409, 'IDEMPOTENCY_IN_FLIGHT');
    assert.equal(new Set(done.map((one) => one.text)).size, 1);
    const again = await checkout({}, { headers });
    assert.equal(again.text, done[0].text);
    assertProblem(await checkout({ payment: pay('4000056655665556') }, { headers }), 422, 'IDEMPOTENCY_KEY_REUSED');
    assertProblem(await checkout({ quantity: 2 }, { headers }), 422, 'IDEMPOTENCY_KEY_REUSED');
  }
  const headers = { 'idempotency-key': randomUUID() };
  const first = await checkout({ payment: pay(cards.declined) }, { headers });
  const again = await checkout({ payment: pay(cards.declined) }, { headers });
  assert.equal(first.status, 402);
  assert.equal(again.body.order_id, first.body.order_id);
  assert.equal(again.body.declineCode, first.body.declineCode);
});

test('a member\'s payments and usual address', async () => {
  const [me, other] = [await customer(), await customer()];
  const usual = `/api/checkout/delivery-info/${me.userId}`;
  assert.deepEqual(assertStatus(await get(usual, { as: me }), 200).delivery_info, null);
  assertStatus(await checkout({ save_as_default_address: true, user_id: me.userId }, { as: me }), 201);
  const kept = assertStatus(await get(usual, { as: me }), 200);
  assert.equal(kept.has_default, true);
  assert.equal(kept.delivery_info.address, '서울시 강남구 테헤란로 1');
  const put = assertStatus(await call('PUT', usual, { as: me, json: { address: '남원시 1', recipient_name: '춘향' } }), 200);
  assert.equal(put.delivery_info.recipient_name, '춘향');
  assertFaults(await call('PUT', usual, { as: me, json: { recipient_name: '춘향' } }), { '/address': 'required' });
  assertProblem(await get(usual), 401, 'UNAUTHENTICATED');
  assertProblem(await get(usual, { as: other }), 403, 'FORBIDDEN');
  assertStatus(await get(usual, { as: await admin() }), 200);
  assertStatus(await checkout({}, { as: me }), 201);
  const list = `/api/checkout/payments/user/${me.userId}`;
  const first = assertStatus(await get(`${list}?limit=1`, { as: me }), 200);
  assert.equal(first.payments.length, 1);
  const second = assertStatus(await get(`${list}?limit=1&cursor=${first.next_cursor}`, { as: me }), 200);
  assert.equal(second.next_cursor, null);
  assert.notEqual(second.payments[0].payment_id, first.payments[0].payment_id);
  assertProblem(await get(list, { as: other }), 403, 'FORBIDDEN');
  assertProblem(await checkout({ user_id: other.userId }, { as: me }), 403, 'FORBIDDEN');
  assertProblem(await checkout({ user_id: me.userId }), 401, 'UNAUTHENTICATED');
});

test('a body larger than a checkout is refused before any program sees it', async () => {
  assertProblem(await checkout({ delivery: { address: 'x'.repeat(20000) } }), 413, 'PAYLOAD_TOO_LARGE');
});

test('afterwards the books agree', async () => {
  await assertBooksAgree();
});
