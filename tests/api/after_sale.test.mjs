// After the sale: items cancelled, returned, exchanged and confirmed by the piece; who may; what goes back and to where; deliveries; many at once.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { assertBooksAgree } from './support/audit.mjs';
import { browserPost, get, patch, post } from './support/call.mjs';
import { claim, coupon } from './support/coupons.mjs';
import { sql } from './support/database.mjs';
import { assertFaults, assertProblem, assertStatus, eventually } from './support/expect.mjs';
import { freshSeller, goods } from './support/goods.mjs';
import { admin, cook, courier, customer } from './support/people.mjs';

const keyed = (key = randomUUID()) => ({ headers: { 'idempotency-key': key } });
const wallet = async (as) => assertStatus(await get(`/v1/users/${as.userId}/balance`, { as }), 200).data;
const stock = async (productId) => assertStatus(await get(`/v1/products/${productId}?${randomUUID()}`), 200).data.stock;
const shown = async (as, key) => assertStatus(await get(`/v1/orders/${key}`, { as }), 200).data;
const wish = (as, itemId, what, json = {}, options = {}) => post(`/v1/orders/${itemId.split('.')[0]}/items/${itemId}/${what}`, { json, as, ...options });
const move = (as, itemId, status, options = {}) => patch(`/v1/order-items/${itemId}/status`, { json: { status }, as, ...options });
const history = async (as, itemId) => assertStatus(await get(`/v1/orders/${itemId.split('.')[0]}/items/${itemId}/history`, { as }), 200).data.history;

/** A member with a balance and points. */
async function rich(balance = 100000, points = 0) {
  const as = await customer();
  await sql(`INSERT INTO wallets VALUES ('${as.userId}', ${balance}, ${points});
    INSERT INTO wallet_entries (user_id, entry_id, kind, amount, balance_after, at) VALUES ('${as.userId}', UUID(), 'ADJUST', ${balance}, ${balance}, UTC_TIMESTAMP(3))`
    + (points ? `, ('${as.userId}', UUID(), 'ADJUST_POINTS', ${points}, ${points}, UTC_TIMESTAMP(3))` : ''));
  return as;
}

/** An order of these [product, quantity], paid from the balance; {orderKey, items: [itemId, …]}. */
async function bought(as, lines, payment = {}) {
  const items = lines.map(([product, quantity]) => ({ productId: product.productId, quantity }));
  const { orderKey } = assertStatus(await post('/v1/orders', { json: { items, payment: { method: 'BALANCE', ...payment } }, as }), 201).data;
  return { orderKey, items: lines.map((_, i) => `${orderKey}.${i}`) };
}

async function deliver(as, itemId) {
  for (const status of ['PREPARING', 'READY_FOR_DELIVERY', 'IN_DELIVERY', 'DELIVERED'])
    assert.equal(assertStatus(await move(as, itemId, status), 200).data.item.status, status);
}

test('pieces of an item go back to the balance, the last with the delivery fee', async () => {
  const as = await rich(50000, 1000);
  const seller = await freshSeller();
  const [cup, pot] = [await goods({ price: 3333, stock: 9 }, seller), await goods({ price: 500 })];
  const { orderKey, items } = await bought(as, [[cup, 3], [pot, 1]], { points: 1000 });
  const before = await wallet(as);
  const first = assertStatus(await wish(as, items[0], 'cancel', { quantity: 1, reason: '하나면 충분해요' }, keyed()), 200).data;
  assert.deepEqual([first.orderKey, first.status, first.item.status, first.item.cancelledQuantity, first.refund.status],
    [orderKey, 'PARTIALLY_CANCELLED', 'PENDING', 1, 'DONE']);
  assert.equal(await stock(cup.productId), 7);
  assert.equal((await wallet(as)).balance, before.balance + first.refund.amount);
  assert.equal((await wallet(as)).points, before.points + first.refund.points);
  const rest = assertStatus(await wish(as, items[0], 'cancel'), 200).data;
  assert.deepEqual([rest.item.status, rest.item.cancelledQuantity], ['CANCELLED', 3]);
  assert.equal(await stock(cup.productId), 9);
  const last = assertStatus(await post(`/v1/orders/${orderKey}/cancel`, { json: { reason: '다 취소' }, as }), 200).data;
  assert.deepEqual([last.status, last.items.map((item) => item.status)], ['REFUNDED', ['CANCELLED', 'CANCELLED']]);
  assert.deepEqual([(await wallet(as)).balance, (await wallet(as)).points], [50000, 1000]);
  assert.deepEqual((await history(as, items[0])).map((h) => [h.event, h.from, h.to, h.quantity, h.actor, h.reason]),
    [['ORDER', null, 'PENDING', 3, 'BUYER', null], ['CANCEL_PART', 'PENDING', 'PENDING', 1, 'BUYER', '하나면 충분해요'],
      ['CANCEL', 'PENDING', 'CANCELLED', 2, 'BUYER', null]]);
  assertProblem(await wish(as, items[0], 'cancel'), 409, 'ORDER_STATE_CONFLICT');
  assertProblem(await post(`/v1/orders/${orderKey}/cancel`, { json: {}, as }), 409, 'ORDER_STATE_CONFLICT');
});

test('what a request holds is looked at', async () => {
  const as = await rich();
  const { orderKey, items } = await bought(as, [[await goods(), 2]]);
  for (const quantity of [0, -1]) assertFaults(await wish(as, items[0], 'cancel', { quantity }), { '/quantity': 'too_small' });
  assertFaults(await wish(as, items[0], 'return', { quantity: 'x', reason: 'y'.repeat(201) }), { '/quantity': 'wrong_type', '/reason': 'too_long' });
  assertFaults(await wish(as, items[0], 'confirm', { quantity: 1 }), { '/quantity': 'unknown_field' });
  assertFaults(await move(await admin(), items[0], 'GONE'), { '/status': 'not_a_choice' });
  assertFaults(await patch(`/v1/deliveries/${items[0]}`, { json: { carrier: '한빛택배' }, as: await admin() }), { '/trackingNumber': 'required' });
  assertFaults(await patch(`/v1/deliveries/${items[0]}`, { json: { carrier: '한빛택배', trackingNumber: '12 34' }, as: await admin() }),
    { '/trackingNumber': 'not_a_tracking_number' });
  // Its buyer reads it.
  assertFaults(await patch(`/v1/deliveries/${items[0]}`, { json: { carrier: '택배 4242ㆍ4242ㆍ4242ㆍ4242', trackingNumber: '1234' }, as: await admin() }),
    { '/carrier': 'card_number' });
  const problem = assertProblem(await wish(as, items[0], 'cancel', { quantity: 3 }), 409, 'ORDER_STATE_CONFLICT');
  assert.match(problem.message, /수량/);
  // An item of another order, or of none.
  const other = await bought(as, [[await goods(), 1]]);
  for (const id of [other.items[0], `${orderKey}.1`, `${orderKey}.x`, 'nothing'])
    assertProblem(await post(`/v1/orders/${orderKey}/items/${id}/cancel`, { json: {}, as }), 404, 'ENTITY_NOT_FOUND');
});

test('one key is one effect', async () => {
  const as = await rich();
  const { items } = await bought(as, [[await goods(), 5]]);
  const key = keyed();
  const first = assertStatus(await wish(as, items[0], 'cancel', { quantity: 2 }, key), 200);
  assert.deepEqual(assertStatus(await wish(as, items[0], 'cancel', { quantity: 2 }, key), 200).data, first.data);
  assertProblem(await wish(as, items[0], 'cancel', { quantity: 1 }, key), 422, 'IDEMPOTENCY_KEY_REUSED');
  assert.equal((await shown(as, items[0].split('.')[0])).items[0].cancelledQuantity, 2);
});

test('a return is asked for, looked at and paid back; the rest is kept, and earns', async () => {
  const as = await rich(20000);
  const seller = await freshSeller();
  const cup = await goods({ price: 4000, stock: 5 }, seller);
  const { orderKey, items } = await bought(as, [[cup, 2]]);
  assertProblem(await wish(as, items[0], 'return'), 409, 'ORDER_STATE_CONFLICT');
  await deliver(seller, items[0]);
  assert.equal((await shown(as, orderKey)).status, 'COMPLETED');
  const asked = assertStatus(await wish(as, items[0], 'return', { quantity: 1, reason: '금이 갔어요' }), 200).data;
  assert.deepEqual([asked.item.status, asked.item.requestedQuantity, asked.refund.status], ['RETURN_REQUESTED', 1, 'NONE']);
  const { items: tasks } = assertStatus(await get('/v1/order-items', { as: seller }), 200).data;
  assert.deepEqual(tasks.map((task) => [task.item.itemId, task.item.status]), [[items[0], 'RETURN_REQUESTED']]);
  assertStatus(await move(seller, items[0], 'RETURN_PROCESSING'), 200);
  const done = assertStatus(await move(seller, items[0], 'RETURNED'), 200).data;
  assert.deepEqual([done.item.status, done.item.returnedQuantity, done.refund.amount, done.refund.status], ['DELIVERED', 1, 4000, 'DONE']);
  assert.equal((await wallet(as)).balance, 20000 - 8000 - 3000 + 4000);
  assert.equal(await stock(cup.productId), 3);	// somebody has to look at what came back first
  assertStatus(await wish(as, items[0], 'confirm'), 200);
  assert.equal((await wallet(as)).points, 40);
  assert.deepEqual((await history(seller, items[0])).slice(-4).map((h) => [h.event, h.quantity, h.actor]),
    [['REQUEST_RETURN', 1, 'BUYER'], ['PROCESS_RETURN', 1, 'SELLER'], ['FINISH_RETURN_PART', 1, 'SELLER'], ['CONFIRM', 1, 'BUYER']]);
});

/** Delivered and kept. */
async function kept(as, seller, product, quantity) {
  const { orderKey, items } = await bought(as, [[product, quantity]]);
  await deliver(seller, items[0]);
  assertStatus(await wish(as, items[0], 'confirm'), 200);
  return { orderKey, item: items[0] };
}

async function takeBack(seller, item, quantity) {
  assertStatus(await wish(seller, item, 'return', { quantity, reason: '늦게 발견한 흠' }), 200);
  assertStatus(await move(seller, item, 'RETURN_PROCESSING'), 200);
  return assertStatus(await move(seller, item, 'RETURNED'), 200).data;
}

test('what was kept comes back when its seller says so, and its points with it', async () => {
  const as = await rich(50000);
  const seller = await freshSeller();
  const { orderKey, item } = await kept(as, seller, await goods({ price: 10000, stock: 5 }, seller), 3);
  assert.equal((await wallet(as)).points, 300);
  assert.deepEqual((await shown(as, orderKey)).items.map((i) => [i.status, i.earnedPoints]), [['CONFIRMED', 300]]);
  assertProblem(await wish(as, item, 'return'), 409, 'ORDER_STATE_CONFLICT');
  assertProblem(await wish(await freshSeller(), item, 'return'), 404, 'ENTITY_NOT_FOUND');
  assertProblem(await wish(await cook(), item, 'return'), 404, 'ENTITY_NOT_FOUND');
  assertProblem(await wish(seller, item, 'return', { quantity: 4 }), 409, 'ORDER_STATE_CONFLICT');
  assertFaults(await wish(seller, item, 'return', { quantity: 0 }), { '/quantity': 'too_small' });
  const one = await takeBack(seller, item, 1);
  assert.deepEqual([one.item.status, one.item.returnedQuantity, one.item.earnedPoints, one.refund],
    ['CONFIRMED', 1, 200, { amount: 10000, points: 0, pointsTakenBack: 100, withheld: 0, status: 'DONE' }]);
  assert.deepEqual([(await wallet(as)).balance, (await wallet(as)).points], [30000, 200]);
  assert.deepEqual((await history(as, item)).slice(-4).map((h) => [h.event, h.from, h.to, h.quantity, h.actor]), [
    ['CONFIRM', 'DELIVERED', 'CONFIRMED', 3, 'BUYER'], ['ACCEPT_RETURN', 'CONFIRMED', 'RETURN_REQUESTED', 1, 'SELLER'],
    ['PROCESS_RETURN', 'RETURN_REQUESTED', 'RETURN_PROCESSING', 1, 'SELLER'], ['FINISH_RETURN_OF_KEPT', 'RETURN_PROCESSING', 'CONFIRMED', 1, 'SELLER']]);
  // An admin offers it, and the buyer keeps it after all: nothing is earned anew.
  assertStatus(await wish(await admin(), item, 'return'), 200);
  assertStatus(await wish(as, item, 'confirm'), 200);
  assert.equal((await wallet(as)).points, 200);
});

test('points that were spent are kept back of the money, and no purse goes below nothing', async () => {
  const as = await rich(50000);
  const seller = await freshSeller();
  const { orderKey, item } = await kept(as, seller, await goods({ price: 10000, stock: 5 }, seller), 3);
  assertStatus(await post('/v1/orders', { json: { productId: (await goods({ price: 1000 })).productId, payment: { method: 'BALANCE', points: 250 } }, as }), 201);
  const before = await wallet(as);
  const back = await takeBack(seller, item, 2);
  assert.deepEqual(back.refund, { amount: 20000 - 150, points: 0, pointsTakenBack: 50, withheld: 150, status: 'DONE' });
  assert.deepEqual([(await wallet(as)).balance, (await wallet(as)).points], [before.balance + 19850, 0]);
  const last = await takeBack(seller, item);
  assert.deepEqual([last.status, last.item.status, last.item.withheldAmount, last.refund.amount], ['REFUNDED', 'RETURNED', 250, 9900]);
  const [payment] = (await shown(as, orderKey)).payments;
  assert.deepEqual([payment.status, payment.refundedAmount, payment.amount], ['PARTIALLY_REFUNDED', 29750, 30000]);
});

for (const n of [2, 8, 64])
  test(`${n} keep, take back and spend at once: each once, and never below nothing`, async () => {
    const as = await rich(1000000);
    const seller = await freshSeller();
    const { items: [item] } = await bought(as, [[await goods({ price: 10000, stock: 5 }, seller), 3]]);
    const thing = await goods({ price: 1000, stock: 100 });
    await deliver(seller, item);
    const keeping = await Promise.all(Array.from({ length: n }, () => wish(as, item, 'confirm')));
    assert.equal(keeping.filter((a) => a.status === 200).length, 1);
    assert.equal((await wallet(as)).points, 300);
    const offers = await Promise.all(Array.from({ length: n }, () => wish(seller, item, 'return', { quantity: 1 })));
    assert.equal(offers.filter((a) => a.status === 200).length, 1);
    assertStatus(await move(seller, item, 'RETURN_PROCESSING'), 200);
    const { balance } = await wallet(as);
    const spend = () => post('/v1/orders', { json: { productId: thing.productId, payment: { method: 'BALANCE', points: 150 } }, as });
    const answers = await Promise.all(Array.from({ length: n }, (_, i) => (i % 2 ? spend() : move(seller, item, 'RETURNED'))));
    const spent = answers.filter((a) => a.status === 201).length;
    const [back, ...more] = answers.filter((a, i) => i % 2 === 0 && a.status === 200).map((a) => a.body.data.refund);
    assert.deepEqual(more, []);
    assert.ok(spent <= 2);
    assert.equal(back.amount, 10000 - back.withheld);
    assert.equal(back.pointsTakenBack + back.withheld, 100);
    assert.deepEqual([(await wallet(as)).balance, (await wallet(as)).points],
      [balance - 850 * spent + back.amount, 300 - 150 * spent - back.pointsTakenBack]);
  });

test('an exchange takes a new piece from the stock, if there is one', async () => {
  const as = await rich();
  const seller = await freshSeller();
  const cup = await goods({ price: 1000, stock: 1 }, seller);
  const { items } = await bought(as, [[cup, 1]]);
  await deliver(seller, items[0]);
  assertStatus(await wish(as, items[0], 'exchange', { reason: '색이 달라요' }), 200);
  const short = assertProblem(await move(seller, items[0], 'EXCHANGE_PROCESSING'), 409, 'STOCK_NOT_ENOUGH');
  assert.deepEqual(short.shortages.map(({ wanted, available }) => [wanted, available]), [[1, 0]]);
  assertStatus(await post(`/v1/products/${cup.productId}/stock`, { json: { delta: 2, reason: '입고' }, as: seller }), 200);
  assertStatus(await move(seller, items[0], 'EXCHANGE_PROCESSING'), 200);
  assert.equal(await stock(cup.productId), 1);
  assert.equal(assertStatus(await move(seller, items[0], 'EXCHANGED'), 200).data.item.status, 'EXCHANGED');
});

test('a cancel of what is being packed is for its seller to say', async () => {
  const as = await rich();
  const seller = await freshSeller();
  const [cup, pot] = [await goods({ price: 2000 }, seller), await goods({ price: 700 })];
  const { orderKey, items } = await bought(as, [[cup, 2], [pot, 1]]);
  assertStatus(await move(seller, items[0], 'PREPARING'), 200);
  const answer = assertStatus(await post(`/v1/orders/${orderKey}/cancel`, { json: {}, as }), 200).data;
  assert.deepEqual([answer.status, answer.items.map((item) => item.status), answer.refund], ['PARTIALLY_CANCELLED', ['CANCEL_REQUESTED', 'CANCELLED'],
    { amount: 700, points: 0, pointsTakenBack: 0, withheld: 0, status: 'DONE' }]);
  assertStatus(await move(seller, items[0], 'CANCEL_PROCESSING'), 200);
  assert.equal(assertStatus(await move(seller, items[0], 'CANCELLED'), 200).data.refund.amount, 4000 + 3000);
  assert.equal((await wallet(as)).balance, 100000);
});

test('by card: each part is a refund of its own, and the coupon is back with the last piece', async () => {
  const as = await customer();
  const cup = await goods({ price: 5000 });
  const { couponId } = await coupon({ value: 1000 });
  const { issuedCouponId } = assertStatus(await claim(couponId, as), 201).data;
  const card = { cardNumber: '4242424242424242', cardholderName: 'HONG GILDONG', expiryDate: '12/40', cvc: '123' };
  const { orderKey } = assertStatus(await post('/v1/orders', { as, json: { productId: cup.productId, quantity: 3,
    payment: { method: 'CARD', card, couponIds: [issuedCouponId] } } }), 201).data;
  const item = `${orderKey}.0`;
  const first = assertStatus(await wish(as, item, 'cancel', { quantity: 1 }), 200).data;
  assert.deepEqual([first.refund.amount, first.refund.status], [4667, 'PENDING']);
  const [under] = (await shown(as, orderKey)).payments;
  assert.equal(under.refundedAmount + under.refundingAmount, 4667);
  const second = assertStatus(await wish(as, item, 'cancel', { quantity: 2 }), 200).data;
  assert.equal(first.refund.amount + second.refund.amount, 14000);
  await eventually(async () => {
    const [payment] = (await shown(as, orderKey)).payments;
    assert.deepEqual([payment.status, payment.refundedAmount, payment.refundingAmount], ['REFUNDED', 14000, 0]);
  });
  const { coupons } = assertStatus(await get(`/v1/users/${as.userId}/coupons`, { as }), 200).data;
  assert.deepEqual(coupons.map((c) => [c.issuedCouponId, c.status]), [[issuedCouponId, 'ACTIVE']]);
});

test('who may: the buyer asks, its seller and the staff of the shop do', async () => {
  const as = await rich();
  const [seller, other] = [await freshSeller(), await freshSeller()];
  const { orderKey, items } = await bought(as, [[await goods({}, seller), 1], [await goods(), 1]]);
  const stranger = await customer();
  for (const what of ['cancel', 'return', 'exchange', 'confirm'])
    assertProblem(await wish(stranger, items[0], what), 404, 'ENTITY_NOT_FOUND');
  assertProblem(await post(`/v1/orders/${orderKey}/cancel`, { json: {}, as: stranger }), 404, 'ENTITY_NOT_FOUND');
  assertProblem(await get(`/v1/orders/${orderKey}/items/${items[0]}/history`, { as: stranger }), 404, 'ENTITY_NOT_FOUND');
  assertProblem(await get(`/v1/orders/${orderKey}/deliveries`, { as: other }), 404, 'ENTITY_NOT_FOUND');
  assertProblem(await move(as, items[0], 'PREPARING'), 403, 'FORBIDDEN');
  assertProblem(await move(other, items[0], 'PREPARING'), 404, 'ENTITY_NOT_FOUND');
  assertProblem(await move(seller, items[1], 'PREPARING'), 404, 'ENTITY_NOT_FOUND');
  assertProblem(await move(await cook(), items[0], 'PREPARING'), 404, 'ENTITY_NOT_FOUND');
  assertProblem(await get(`/v1/orders/${orderKey}/items/${items[1]}/history`, { as: seller }), 404, 'ENTITY_NOT_FOUND');
  assertProblem(await move(seller, items[0], 'IN_DELIVERY'), 409, 'ORDER_STATE_CONFLICT');
  assertProblem(await move(await courier(), items[1], 'PREPARING'), 403, 'FORBIDDEN');
  assertStatus(await move(await cook(), items[1], 'PREPARING'), 200);
  assertStatus(await move(seller, items[0], 'PREPARING'), 200);
  assertStatus(await move(seller, items[0], 'PREPARING'), 200);	// where it is already
  assert.equal((await history(seller, items[0])).length, 2);
  // A seller is shown their own.
  const { deliveries } = assertStatus(await get(`/v1/orders/${orderKey}/deliveries`, { as: seller }), 200).data;
  assert.deepEqual(deliveries.map((d) => d.itemId), [items[0]]);
});

test('deliveries: one for each item, with who carries it', async () => {
  const as = await rich();
  const seller = await freshSeller();
  const { orderKey, items } = await bought(as, [[await goods({}, seller), 1], [await goods(), 1]]);
  const say = (json, id = items[0], who = seller) => patch(`/v1/deliveries/${id}`, { json, as: who });
  assertProblem(await say({ status: 'CANCELLED' }), 409, 'ORDER_STATE_CONFLICT');
  assertProblem(await say({ status: 'DELIVERED' }), 409, 'ORDER_STATE_CONFLICT');
  assert.equal(assertStatus(await say({ status: 'PREPARING' }), 200).data.status, 'PREPARING');
  const sent = assertStatus(await say({ status: 'READY', carrier: '한빛택배', trackingNumber: '1234-5678-90' }), 200).data;
  assert.deepEqual([sent.deliveryId, sent.itemId, sent.status, sent.carrier, sent.trackingNumber], [items[0], items[0], 'READY', '한빛택배', '1234-5678-90']);
  assertStatus(await say({ status: 'IN_DELIVERY', trackingNumber: '1234-5678-91' }), 200);
  assertStatus(await say({ status: 'DELIVERED' }), 200);
  assertFaults(await say({ trackingNumber: '1111' }), { '/trackingNumber': 'final' });
  assertProblem(await say({ status: 'PREPARING' }, items[1]), 404, 'ENTITY_NOT_FOUND');
  const { deliveries } = assertStatus(await get(`/v1/orders/${orderKey}/deliveries`, { as }), 200).data;
  assert.deepEqual(deliveries.map((d) => [d.itemId, d.status, d.trackingNumber, d.history.map((h) => h.status)]),
    [[items[0], 'DELIVERED', '1234-5678-91', ['PREPARING', 'READY', 'IN_DELIVERY', 'DELIVERED']], [items[1], 'PREPARING', null, ['PREPARING']]]);
  assert.deepEqual((await shown(as, orderKey)).deliveries, deliveries);
});

test('what there is to send, page by page', async () => {
  const as = await rich(1000000);
  const seller = await freshSeller();
  const cup = await goods({ stock: 50 }, seller);
  const orders = [];
  for (let i = 0; i < 5; i++)
    orders.push((await bought(as, [[cup, 1], [await goods(), 1]])).items[0]);
  const found = [];
  for (let path = '/v1/order-items?limit=2'; path;) {
    const answer = await get(path, { as: seller });
    const page = assertStatus(answer, 200).data;
    found.push(...page.items.map((task) => task.item.itemId));
    path = page.nextCursor && `/v1/order-items?limit=2&cursor=${page.nextCursor}`;
  }
  assert.deepEqual(found, orders);
  assertStatus(await move(seller, orders[0], 'PREPARING'), 200);
  assert.deepEqual(assertStatus(await get('/v1/order-items?status=PREPARING', { as: seller }), 200).data.items.map((task) => task.item.itemId), [orders[0]]);
  assertFaults(await get('/v1/order-items?cursor=x', { as: seller }), { '?cursor': 'not_a_cursor' });
  assertProblem(await get('/v1/order-items', { as }), 403, 'FORBIDDEN');
});

for (const n of [2, 8, 64])
  test(`${n} at once want the same pieces back`, async () => {
    const as = await rich();
    const cup = await goods({ price: 100, stock: 5 });
    const { orderKey, items } = await bought(as, [[cup, 5]]);
    const answers = await Promise.all(Array.from({ length: n }, () => wish(as, items[0], 'cancel', { quantity: 1 })));
    const done = answers.filter((a) => a.status === 200).length;
    assert.equal(done, Math.min(n, 5));
    assert.deepEqual([...new Set(answers.map((a) => a.status))].sort(), n > 5 ? [200, 409] : [200]);
    assert.equal((await shown(as, orderKey)).items[0].cancelledQuantity, done);
    assert.equal((await wallet(as)).balance, 100000 - 500 + 100 * done);
    assert.equal(await stock(cup.productId), done);
  });

test('a form answers with the order\'s page', async () => {
  const as = await rich();
  const { orderKey, items } = await bought(as, [[await goods(), 2]]);
  const answer = await browserPost(`/v1/orders/${orderKey}/items/${items[0]}/cancel`, { quantity: '1', reason: '' }, { as });
  assert.equal(answer.status, 303);
  assert.equal(answer.headers.get('location'), `/orders/${orderKey}`);
});

test('the books agree', assertBooksAgree);
