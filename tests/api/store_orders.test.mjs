// Goods ordered and paid: from the balance in one go, by sheets, by card, by NAVER; refused clearly; one order, many payments; many at once.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { assertBooksAgree } from './support/audit.mjs';
import { browserPost, get, post } from './support/call.mjs';
import { claim, coupon } from './support/coupons.mjs';
import { crowd } from './support/crowd.mjs';
import { sql } from './support/database.mjs';
import { assertFaults, assertProblem, assertStatus, eventually } from './support/expect.mjs';
import { freshSeller, goods } from './support/goods.mjs';
import { customer } from './support/people.mjs';

const card = (cardNumber = '4242424242424242') => ({ cardNumber, cardholderName: 'HONG GILDONG', expiryDate: '12/40', cvc: '123' });
const order = (as, json, options = {}) => post('/v1/orders', { json, as, ...options });
const pay = (as, key, json, options = {}) => post(`/v1/orders/${key}/payments`, { json, as, ...options });
const keyed = (key = randomUUID()) => ({ headers: { 'idempotency-key': key } });
const wallet = async (as) => assertStatus(await get(`/v1/users/${as.userId}/balance`, { as }), 200).data;
const stock = async (productId) => assertStatus(await get(`/v1/products/${productId}?${randomUUID()}`), 200).data.stock;
const shown = async (as, key) => assertStatus(await get(`/v1/orders/${key}`, { as }), 200).data;

/** Puts money and points there as an admin's entry does. */
async function fill(users, balance, points = 0) {
  for (const { userId } of users)
    await sql(`INSERT INTO wallets VALUES ('${userId}', ${balance}, ${points});
      INSERT INTO wallet_entries (user_id, entry_id, kind, amount, balance_after, at) VALUES ('${userId}', UUID(), 'ADJUST', ${balance}, ${balance}, UTC_TIMESTAMP(3))`
      + (points ? `, ('${userId}', UUID(), 'ADJUST_POINTS', ${points}, ${points}, UTC_TIMESTAMP(3))` : ''));
}

async function rich(balance = 100000, points = 0) {
  const as = await customer();
  await fill([as], balance, points);
  return as;
}

async function held(as, more) {
  const { couponId } = await coupon(more);
  return assertStatus(await claim(couponId, as), 201).data.issuedCouponId;
}

async function sheetOf(as, json) {
  const answer = await order(as, json);
  const sheet = assertStatus(answer, 201).data;
  assert.equal(answer.headers.get('location'), `/v1/orders/${sheet.orderKey}`);
  return sheet;
}

test('ordered and paid from the balance in one call', async () => {
  const as = await rich(20000);
  const cup = await goods({ price: 1500 });
  const paid = assertStatus(await order(as, { productId: cup.productId, quantity: 3, payment: { method: 'BALANCE' } }, keyed()), 201).data;
  assert.deepEqual([paid.status, paid.paymentStatus, paid.amounts.total], ['PAID', 'SUCCESS', 4500]);
  assert.match(paid.orderNumber, /^ORD-\d{8}-[0-9A-Z]{6}$/);
  assert.equal((await wallet(as)).balance, 15500);
  assert.equal(await stock(cup.productId), 7);
  const whole = await shown(as, paid.orderKey);
  assert.deepEqual(whole.items.map((item) => [item.itemId, item.productId, item.quantity, item.unitPrice, item.total, item.status]),
    [[`${paid.orderKey}.0`, cup.productId, 3, 1500, 4500, 'PENDING']]);
  assert.deepEqual(whole.payments.map((p) => [p.paymentId, p.method, p.status, p.amount, p.refundedAmount]), [[paid.paymentId, 'BALANCE', 'SUCCESS', 4500, 0]]);
  assert.deepEqual(whole.amounts, paid.amounts);
});

test('the same request once more is the same order; another under its key is refused', async () => {
  const as = await rich();
  const cup = await goods();
  const key = keyed();
  const json = { productId: cup.productId, payment: { method: 'BALANCE' } };
  const first = assertStatus(await order(as, json, key), 201);
  assert.deepEqual(assertStatus(await order(as, json, key), 201).data, first.data);
  assertProblem(await order(as, { ...json, quantity: 2 }, key), 422, 'IDEMPOTENCY_KEY_REUSED');
  assert.equal((await wallet(as)).balance, 99000);
  // A sheet, too; and what one of them says is of no use to another's path.
  const made = assertStatus(await order(as, { productId: cup.productId }, keyed('sheet')), 201).data;
  assert.equal(assertStatus(await order(as, { productId: cup.productId }, keyed('sheet')), 201).data.orderKey, made.orderKey);
  const other = await sheetOf(as, { productId: cup.productId });
  assertStatus(await pay(as, made.orderKey, { method: 'BALANCE' }, keyed('pay')), 201);
  assertProblem(await pay(as, other.orderKey, { method: 'BALANCE' }, keyed('pay')), 422, 'IDEMPOTENCY_KEY_REUSED');
});

test('a sheet takes nothing, says what could pay it, and is paid with coupons, points and balance', async () => {
  const as = await rich(50000, 3000);
  const seller = await freshSeller();
  const [cup, plate] = [await goods({ price: 10000 }), await goods({ price: 4000 }, seller)];
  const off = await held(as, { kind: 'FIXED', value: 2000 });
  const half = await held(as, { kind: 'PERCENT', value: 50, scope: 'PRODUCT', productIds: [plate.productId] });
  const carried = await held(as, { kind: 'FREE_DELIVERY', value: 0 });
  const dear = await held(as, { kind: 'FIXED', value: 1, minOrderAmount: 999999 });
  const sheet = await sheetOf(as, { items: [{ productId: cup.productId, quantity: 1 }, { productId: plate.productId, quantity: 2 }] });
  assert.deepEqual(sheet.amounts, { goodsTotal: 18000, productDiscount: 0, orderDiscount: 0, pointsUsed: 0, deliveryFee: 3000, total: 21000 });
  assert.equal(await stock(cup.productId), 10);
  const before = assertStatus(await get(`/v1/orders/${sheet.orderKey}/checkout`, { as }), 200).data;
  assert.deepEqual([before.points, before.balance, before.expiresAt], [3000, 50000, sheet.expiresAt]);
  assert.deepEqual(before.coupons.map((c) => [c.issuedCouponId, c.saves, c.itemIndex]).sort(),
    [[off, 2000, undefined], [half, 4000, 1], [carried, 3000, undefined]].sort());
  assert.equal(assertProblem(await pay(as, sheet.orderKey, { method: 'BALANCE', couponIds: [dear] }), 409, 'COUPON_NOT_USABLE').coupon.reason, 'coupon_below_minimum');
  const choice = { couponIds: [off, carried], itemCoupons: [{ itemIndex: 1, issuedCouponId: half }], points: 1000 };
  const quoted = assertStatus(await post(`/v1/orders/${sheet.orderKey}/quote`, { json: choice, as }), 200).data;
  assert.deepEqual(quoted, { amounts: { goodsTotal: 18000, productDiscount: 4000, orderDiscount: 2000, pointsUsed: 1000, deliveryFee: 0, total: 11000 } });
  assert.deepEqual(await wallet(as), { userId: as.userId, balance: 50000, points: 3000 });
  const paid = assertStatus(await pay(as, sheet.orderKey, { method: 'BALANCE', couponIds: [off, carried], itemCoupons: [{ itemIndex: 1, issuedCouponId: half }],
    points: 1000, delivery: { address: '서울시 중구 1', recipientName: '홍길동' } }), 201).data;
  assert.deepEqual(paid.amounts, { goodsTotal: 18000, productDiscount: 4000, orderDiscount: 2000, pointsUsed: 1000, deliveryFee: 0, total: 11000 });
  assert.equal(paid.orderKey, sheet.orderKey);
  assert.deepEqual(await wallet(as), { userId: as.userId, balance: 39000, points: 2000 });
  assert.equal((await shown(as, sheet.orderKey)).address, '서울시 중구 1');
  assertProblem(await pay(as, sheet.orderKey, { method: 'BALANCE' }), 409, 'ORDER_STATE_CONFLICT');
  assertProblem(await get(`/v1/orders/${sheet.orderKey}/checkout`, { as }), 409, 'ORDER_STATE_CONFLICT');
  // A coupon that was used is used.
  const again = await sheetOf(as, { productId: cup.productId });
  assert.equal(assertProblem(await pay(as, again.orderKey, { method: 'BALANCE', couponIds: [off] }), 409, 'COUPON_NOT_USABLE').coupon.reason, 'coupon_used');
});

test('what a sheet would come to: refused as paying it would be', async () => {
  const as = await rich(1000, 500);
  const other = await customer();
  const cup = await goods({ price: 1000 });
  const { orderKey } = await sheetOf(as, { productId: cup.productId });
  const theirs = await held(other);
  const quote = (json, who = as, key = orderKey) => post(`/v1/orders/${key}/quote`, { json, as: who });
  assert.equal(assertStatus(await quote({}), 200).data.amounts.total, 1000);
  assert.equal(assertStatus(await quote({ points: 500 }), 200).data.amounts.total, 500);
  assert.equal(assertProblem(await quote({ points: 501 }), 409, 'POINTS_NOT_ENOUGH').short, 1);
  assertFaults(await quote({ points: 1001 }), { '/points': 'too_large' });
  assertFaults(await quote({ points: -1 }), { '/points': 'too_small' });
  assertFaults(await quote({ couponIds: ['x'], method: 'CARD' }), { '/method': 'unknown_field' });
  assertFaults(await quote({ couponIds: ['x'] }), { '/couponIds/0': 'not_a_uuid' });
  assertProblem(await quote({ couponIds: [theirs] }), 409, 'COUPON_NOT_USABLE');
  assertProblem(await quote({}, other), 404, 'ENTITY_NOT_FOUND');
  assertProblem(await quote({}, as, randomUUID()), 404, 'ENTITY_NOT_FOUND');
  await sql(`UPDATE order_sheets SET expires_at = UTC_TIMESTAMP(3) - INTERVAL 1 MINUTE WHERE order_key = '${orderKey}'`);
  assertProblem(await quote({}), 410, 'ORDER_SHEET_EXPIRED');
});

test('lines of the cart become a sheet, and leave when that is paid', async () => {
  const as = await rich();
  const lines = [];
  for (const price of [1000, 2000, 3000])
    lines.push(assertStatus(await post('/v1/cart/items', { json: { productId: (await goods({ price })).productId, quantity: 2 }, as }), 201).data.cartItemId);
  const sheet = assertStatus(await post('/v1/cart-orders', { json: { cartItemIds: [lines[2], lines[0]] }, as }), 201).data;
  assert.equal(sheet.amounts.total, 8000);
  const left = async () => assertStatus(await get('/v1/cart', { as }), 200).data.items.map((line) => line.cartItemId);
  assert.deepEqual(await left(), lines);
  assertStatus(await pay(as, sheet.orderKey, { method: 'CARD', card: card() }), 201);
  assert.deepEqual(await left(), [lines[1]]);
  assertProblem(await post('/v1/cart-orders', { json: { cartItemIds: [lines[0]] }, as }), 404, 'ENTITY_NOT_FOUND');
  assertProblem(await post('/v1/cart-orders', { json: { cartItemIds: [lines[1]] }, as: await customer() }), 404, 'ENTITY_NOT_FOUND');
  assertFaults(await post('/v1/cart-orders', { json: { cartItemIds: [] }, as }), { '/cartItemIds': 'required' });
  assertFaults(await post('/v1/cart-orders', { json: { cartItemIds: [lines[1], lines[1]] }, as }), { '/cartItemIds/1': 'duplicate_field' });
});

test('what can not be had is said: which goods, how much money, how many points', async () => {
  const as = await rich(5000, 10);
  const [cup, gone] = [await goods({ price: 1000 }), await goods({ stock: 2 })];
  const by = { payment: { method: 'BALANCE' } };
  assertProblem(await order(as, { productId: 4000000000, ...by }), 404, 'ENTITY_NOT_FOUND');
  for (const more of [by, {}]) {
    const short = assertProblem(await order(as, { items: [{ productId: cup.productId }, { productId: gone.productId, quantity: 3 }], ...more }), 409, 'STOCK_NOT_ENOUGH');
    assert.deepEqual(short.shortages.map((s) => [s.name, s.wanted, s.available]), [[gone.name, 3, 2]]);
  }
  const poor = assertProblem(await order(as, { productId: cup.productId, quantity: 6, ...by }), 409, 'BALANCE_NOT_ENOUGH');
  assert.deepEqual([poor.wanted, poor.available, poor.short], [6000, 5000, 1000]);
  const points = assertProblem(await order(as, { productId: cup.productId, payment: { method: 'BALANCE', points: 11 } }), 409, 'POINTS_NOT_ENOUGH');
  assert.deepEqual([points.wanted, points.available, points.short], [11, 10, 1]);
  assertProblem(await order(as, { productId: cup.productId, payment: { method: 'BALANCE', couponIds: [randomUUID()] } }), 409, 'COUPON_NOT_USABLE');
  assertFaults(await order(as, { productId: cup.productId, payment: { method: 'BALANCE', points: 1001 } }), { '/payment/points': 'too_large' });
  assert.deepEqual([await stock(cup.productId), await stock(gone.productId)], [10, 2]);
  assert.deepEqual(await wallet(as), { userId: as.userId, balance: 5000, points: 10 });
});

test('what no company takes at a time, or is nothing, is told before anybody is asked', async () => {
  const as = await rich(100, 1000);
  const [dear, cheap] = [await goods({ price: 1000000000, stock: 2 }), await goods({ price: 1000 })];
  for (const by of [{ method: 'CARD', card: card() }, { method: 'NAVER' }]) {
    assertFaults(await order(as, { productId: dear.productId, quantity: 2, payment: by }), { '/payment': 'too_much_to_pay' });
    assertFaults(await order(as, { productId: cheap.productId, payment: { ...by, points: 1000 } }), { '/payment': 'nothing_to_pay' });
  }
  assert.deepEqual([await stock(dear.productId), await stock(cheap.productId)], [2, 10]);
  assertStatus(await order(as, { productId: cheap.productId, payment: { method: 'BALANCE', points: 1000 } }), 201);
});

test('what a request needs is told', async () => {
  const as = await customer();
  const { productId } = await goods();
  assertFaults(await order(as, {}), { '/productId': 'required' });
  assertFaults(await order(as, { productId, quantity: 0 }), { '/quantity': 'too_small' });
  assertFaults(await order(as, { productId, items: [{ productId }] }), { '/items': 'not_used' });
  assertFaults(await order(as, { items: [{ quantity: 1001 }] }), { '/items/0/productId': 'required', '/items/0/quantity': 'too_large' });
  assertFaults(await order(as, { productId, payment: {} }), { '/payment/method': 'required' });
  assertFaults(await order(as, { productId, payment: { method: 'CARD' } }), { '/payment/card': 'required' });
  assertFaults(await order(as, { productId, payment: { method: 'BALANCE', card: card() } }), { '/payment/card': 'not_used' });
  assertFaults(await order(as, { productId, payment: { method: 'CARD', card: card('1234') } }), { '/payment/card/cardNumber': 'not_a_card' });
  for (const more of [{}, { card: card() }]) {
    assertFaults(await order(as, { productId, payment: { method: 'CARD', paymentToken: 'tok', ...more } }), { '/payment/paymentToken': 'token_not_taken' });
  }
  assertFaults(await order(as, { productId, payment: { method: 'BALANCE', couponIds: ['x'] } }), { '/payment/couponIds/0': 'not_a_uuid' });
  const { orderKey } = await sheetOf(as, { productId });
  assertFaults(await pay(as, orderKey, { method: 'BALANCE', points: -1 }), { '/points': 'too_small' });
  for (const key of [randomUUID(), 'none']) {
    assertProblem(await pay(as, key, { method: 'BALANCE' }), 404, 'ENTITY_NOT_FOUND');
    assertProblem(await get(`/v1/orders/${key}/checkout`, { as }), 404, 'ENTITY_NOT_FOUND');
  }
  // Another's.
  const other = await rich();
  assertProblem(await pay(other, orderKey, { method: 'BALANCE' }), 404, 'ENTITY_NOT_FOUND');
  assertProblem(await get(`/v1/orders/${orderKey}/checkout`, { as: other }), 404, 'ENTITY_NOT_FOUND');
});

test('a declined card gives all back, and the sheet can be paid anew', async () => {
  const as = await rich(30000, 500);
  const cup = await goods({ price: 5000 });
  const off = await held(as, { kind: 'FIXED', value: 1000 });
  const { orderKey } = await sheetOf(as, { productId: cup.productId, quantity: 2 });
  const problem = assertProblem(await pay(as, orderKey, { method: 'CARD', card: card('4000000000009995'), couponIds: [off], points: 500 }), 402, 'PAYMENT_DECLINED');
  assert.deepEqual([problem.declineCode, problem.orderKey], ['insufficient_funds', orderKey]);
  assert.equal(await stock(cup.productId), 10);
  assert.equal((await wallet(as)).points, 500);
  assert.equal((await shown(as, orderKey)).status, 'CREATED');
  assertStatus(await get(`/v1/orders/${orderKey}/checkout`, { as }), 200);
  assertStatus(await pay(as, orderKey, { method: 'CARD', card: card(), couponIds: [off] }), 201);
  const whole = await shown(as, orderKey);
  assert.deepEqual([whole.status, whole.amounts.total], ['PAID', 9000]);
  assert.deepEqual(whole.payments.map((p) => [p.method, p.status, p.amount]), [['CARD', 'FAILED', 8500], ['CARD', 'SUCCESS', 9000]]);
  assert.equal(await stock(cup.productId), 8);
  // In one go there is no sheet to go back to.
  const lost = assertProblem(await order(as, { productId: cup.productId, payment: { method: 'CARD', card: card('4000000000000002') } }), 402, 'PAYMENT_DECLINED');
  assert.equal((await shown(as, lost.orderKey)).status, 'CANCELLED');
});

test('an order whose card was declined, and a sheet nobody paid, are given up: they took nothing', async () => {
  const as = await rich(30000, 500);
  const cup = await goods({ price: 5000 });
  const off = await held(as, { kind: 'FIXED', value: 1000 });
  const cancel = (key, options = {}) => post(`/v1/orders/${key}/cancel`, { json: { reason: '다음에 살게요' }, as, ...options });
  const nothing = { amount: 0, points: 0, pointsTakenBack: 0, withheld: 0, status: 'NONE' };
  const tried = await sheetOf(as, { productId: cup.productId, quantity: 2 });
  const untried = await sheetOf(as, { productId: cup.productId });
  assertProblem(await pay(as, tried.orderKey, { method: 'CARD', card: card('4000000000000002'), couponIds: [off], points: 500 }), 402, 'PAYMENT_DECLINED');
  for (const [sheet, status] of [[tried, 'CANCELLED'], [untried, undefined]]) {
    assertProblem(await cancel(sheet.orderKey, { as: await customer() }), 404, 'ENTITY_NOT_FOUND');
    const key = keyed();
    const gone = assertStatus(await cancel(sheet.orderKey, key), 200).data;
    assert.deepEqual([gone.orderKey, gone.status, gone.items.map((item) => item.status), gone.refund], [sheet.orderKey, 'CANCELLED', [status], nothing]);
    assert.deepEqual(assertStatus(await cancel(sheet.orderKey, key), 200).data, gone);
    assert.equal((await cancel(sheet.orderKey)).status, status ? 409 : 410);
    assertProblem(await pay(as, sheet.orderKey, { method: 'BALANCE' }), 410, 'ORDER_SHEET_EXPIRED');
    assertProblem(await get(`/v1/orders/${sheet.orderKey}/checkout`, { as }), 410, 'ORDER_SHEET_EXPIRED');
  }
  assert.deepEqual([(await wallet(as)).points, (await wallet(as)).balance, await stock(cup.productId)], [500, 30000, 10]);
  const { coupons } = assertStatus(await get(`/v1/users/${as.userId}/coupons`, { as }), 200).data;
  assert.deepEqual(coupons.map((c) => [c.issuedCouponId, c.status]), [[off, 'ACTIVE']]);
  const whole = await shown(as, tried.orderKey);
  assert.deepEqual([whole.status, whole.payments.map((p) => p.status)], ['CANCELLED', ['FAILED']]);
  // When a payment was tried is told, though it was never paid.
  assert.match(whole.payments[0].createdAt, /^\d{4}-/);
  const list = assertStatus(await get(`/api/checkout/payments/user/${as.userId}`, { as }), 200).payments;
  assert.deepEqual(list.map((p) => [p.status, p.paid_at, p.created_at]), [['FAILED', null, whole.payments[0].createdAt]]);
  // What is bought is cancelled, not given up; what is over is over.
  assertProblem(await cancel(randomUUID()), 404, 'ENTITY_NOT_FOUND');
  const form = await sheetOf(as, { productId: cup.productId });
  const led = await browserPost(`/v1/orders/${form.orderKey}/cancel`, { reason: '' }, { as });
  assert.deepEqual([led.status, led.headers.get('location')], [303, '/cart']);
});

for (const n of [2, 8, 64])
  for (const declined of [false, true])
    test(`${n} at once pay and give up ${declined ? 'an order whose card was declined' : 'a sheet'}: one of them`, async () => {
      const as = await rich(1000000);
      const cup = await goods({ price: 1000, stock: 100 });
      const { orderKey } = await sheetOf(as, { productId: cup.productId });
      if (declined) assertProblem(await pay(as, orderKey, { method: 'CARD', card: card('4000000000000002') }), 402, 'PAYMENT_DECLINED');
      const answers = await Promise.all(Array.from({ length: n }, (_, i) =>
        (i % 2 ? pay(as, orderKey, { method: 'BALANCE' }) : post(`/v1/orders/${orderKey}/cancel`, { json: {}, as }))));
      const paid = answers.filter((a, i) => i % 2 && a.status === 201).length;
      const given = answers.filter((a, i) => i % 2 === 0 && a.status === 200).length;
      assert.ok(answers.every((a) => [200, 201, 409, 410].includes(a.status)));
      // Who comes to cancel when it is paid cancels the order: then its money is back.
      assert.ok(paid <= 1 && given <= 1 && paid + given >= 1);
      assert.equal((await wallet(as)).balance, paid && !given ? 999000 : 1000000);
      assert.equal(await stock(cup.productId), paid && !given ? 99 : 100);
    });

test('NAVER and KAKAO are approved on a page of the gateway\'s', async () => {
  for (const [method, button, status] of [['NAVER', 'approve', 'PAID'], ['KAKAO', 'decline', 'CREATED']]) {
    const as = await customer();
    const cup = await goods({ price: 5000 });
    const { orderKey } = await sheetOf(as, { productId: cup.productId });
    const key = keyed();
    const pending = assertStatus(await pay(as, orderKey, { method }, key), 202).data;
    assert.deepEqual([pending.status, pending.paymentStatus], ['PENDING_PAYMENT', 'PROGRESS']);
    assert.deepEqual(assertStatus(await pay(as, orderKey, { method }, key), 202).data, pending);
    assertProblem(await pay(as, orderKey, { method: 'CARD', card: card() }), 409, 'ORDER_STATE_CONFLICT');
    assert.equal(await stock(cup.productId), 9);
    const page = pending.nextAction.redirectUrl;
    // Who left it finds it again, for as long as it waits.
    assert.deepEqual((await shown(as, orderKey)).nextAction, { redirectUrl: page });
    const html = await (await fetch(page)).text();
    assert.match(html, new RegExp(button));
    const back = await fetch(page, { method: 'POST', redirect: 'manual', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: `decision=${button}` });
    assert.equal(back.status, 303, await back.text());
    assert.match(back.headers.get('location'), new RegExp(`/orders/${orderKey}`));
    // The worker asks, whoever was told or not.
    await sql(`UPDATE compensations SET due_at = UTC_TIMESTAMP(3) WHERE order_id = '${orderKey}'`);
    await eventually(async () => assert.equal((await shown(as, orderKey)).status, status));
    assert.equal((await shown(as, orderKey)).nextAction, undefined);
    assert.equal(await stock(cup.productId), status === 'PAID' ? 9 : 10);
  }
});

test('prices are those of the moment of paying', async () => {
  const as = await rich();
  const cup = await goods({ price: 1000 });
  const { orderKey } = await sheetOf(as, { productId: cup.productId, quantity: 2 });
  await sql(`UPDATE products SET price = 1100 WHERE product_id = ${cup.productId}`);
  const changed = assertProblem(await pay(as, orderKey, { method: 'BALANCE' }), 409, 'PRICE_CHANGED');
  assert.equal(changed.total, 2200);
  assert.deepEqual(changed.items, [{ itemIndex: 0, unitPrice: 1100, was: 1000 }]);
  await sql(`UPDATE order_sheets SET created_at = created_at - INTERVAL 1 HOUR, expires_at = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE order_key = '${orderKey}'`);
  assertProblem(await pay(as, orderKey, { method: 'BALANCE' }), 410, 'ORDER_SHEET_EXPIRED');
  assertProblem(await get(`/v1/orders/${orderKey}/checkout`, { as }), 410, 'ORDER_SHEET_EXPIRED');
  // A page that tells of it leads to where a new one is made.
  const html = { accept: 'text/html' };
  for (const page of [await browserPost(`/v1/orders/${orderKey}/payments`, { method: 'BALANCE' }, { as }), await get(`/order-sheets/${orderKey}`, { as, headers: html })]) {
    assert.equal(page.status, 410);
    assert.match(page.text, /<main[\s\S]*href="\/cart"[\s\S]*<\/main>/);
  }
});

test('the list has what was paid, newest first, page by page', async () => {
  const as = await rich();
  const { productId } = await goods({ price: 100 });
  const keys = [];
  for (let i = 0; i < 3; i++) keys.unshift(assertStatus(await order(as, { productId, payment: { method: 'BALANCE' } }), 201).data.orderKey);
  await sheetOf(as, { productId });
  const first = assertStatus(await get('/v1/orders?limit=2', { as }), 200).data;
  assert.deepEqual(first.orders.map((o) => o.orderKey), keys.slice(0, 2));
  const second = assertStatus(await get(`/v1/orders?limit=2&cursor=${first.nextCursor}`, { as }), 200).data;
  assert.deepEqual(second.orders.map((o) => o.orderKey), keys.slice(2));
  assert.equal(second.nextCursor, null);
  assert.deepEqual(assertStatus(await get('/v1/orders', { as: await customer() }), 200).data, { orders: [], nextCursor: null });
  assertProblem(await get(`/v1/orders/${keys[0]}`, { as: await customer() }), 404, 'ENTITY_NOT_FOUND');
  // The dinner face knows the same rows.
  assert.equal(assertStatus(await get(`/api/orders/${keys[0]}`, { as }), 200).order.order_status, 'PAID');
});

test('a form leads on', async () => {
  const as = await rich();
  const { productId } = await goods({ price: 100 });
  const made = await browserPost('/v1/orders', { productId }, { as });
  assert.equal(made.status, 303);
  assert.match(made.headers.get('location'), /^\/order-sheets\//);
  const key = made.headers.get('location').split('/').pop();
  const paid = await browserPost(`/v1/orders/${key}/payments`, { method: 'BALANCE' }, { as });
  assert.deepEqual([paid.status, paid.headers.get('location')], [303, `/orders/${key}`]);
});

for (const n of [2, 8, 64]) {
  test(`${n} pay one sheet at once: one order`, async () => {
    const as = await rich(1000000);
    const cup = await goods({ price: 100, stock: 100 });
    const { orderKey } = await sheetOf(as, { productId: cup.productId });
    const answers = await Promise.all(Array.from({ length: n }, () => pay(as, orderKey, { method: 'BALANCE' }, keyed())));
    assert.equal(answers.filter((a) => a.status === 201).length, 1);
    for (const answer of answers.filter((a) => a.status !== 201)) assertProblem(answer, 409, 'ORDER_STATE_CONFLICT');
    assert.equal((await wallet(as)).balance, 999900);
    assert.equal(await stock(cup.productId), 99);
  });

  test(`${n} use one coupon in as many orders at once: one does`, async () => {
    const as = await rich(1000000);
    const cup = await goods({ price: 2000, stock: 100 });
    const off = await held(as, { kind: 'FIXED', value: 1000 });
    const answers = await Promise.all(Array.from({ length: n }, () =>
      order(as, { productId: cup.productId, payment: { method: 'BALANCE', couponIds: [off] } }, keyed())));
    assert.equal(answers.filter((a) => a.status === 201).length, 1);
    for (const answer of answers.filter((a) => a.status !== 201)) assertProblem(answer, 409, 'COUPON_NOT_USABLE');
    assert.equal((await wallet(as)).balance, 999000);
  });

  test(`${n} want the last pieces at once: as many as there are get them`, async () => {
    const members = await crowd(n);
    await fill(members, 1000);
    const cup = await goods({ price: 1000, stock: n / 2 });
    const answers = await Promise.all(members.map((as) => order(as, { productId: cup.productId, payment: { method: 'BALANCE' } }, keyed())));
    assert.equal(answers.filter((a) => a.status === 201).length, n / 2);
    for (const answer of answers.filter((a) => a.status !== 201)) assertProblem(answer, 409, 'STOCK_NOT_ENOUGH');
    assert.equal(await stock(cup.productId), 0);
  });

  test(`${n} orders of one member at once spend the last won and no more`, async () => {
    const as = await rich(1000 * (n / 2) + 999);
    const cup = await goods({ price: 1000, stock: 100 });
    const answers = await Promise.all(Array.from({ length: n }, () => order(as, { productId: cup.productId, payment: { method: 'BALANCE' } }, keyed())));
    assert.equal(answers.filter((a) => a.status === 201).length, n / 2);
    for (const answer of answers.filter((a) => a.status !== 201)) assertProblem(answer, 409, 'BALANCE_NOT_ENOUGH');
    assert.equal((await wallet(as)).balance, 999);
  });

  test(`${n} times the same request at once is one order`, async () => {
    const as = await rich(1000000);
    const cup = await goods({ price: 100, stock: 100 });
    const key = keyed();
    const answers = await Promise.all(Array.from({ length: n }, () => order(as, { productId: cup.productId, payment: { method: 'BALANCE' } }, key)));
    assert.equal(new Set(answers.map((a) => assertStatus(a, 201).data.orderKey)).size, 1);
    assert.equal((await wallet(as)).balance, 999900);
  });
}

test('the books agree', assertBooksAgree);
