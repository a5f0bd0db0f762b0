// What members are told of their orders: once each, theirs alone, in their language; read marks.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { get, patch, post } from './support/call.mjs';
import { assertFaults, assertProblem, assertStatus, eventually } from './support/expect.mjs';
import { cancel, place, walk } from './support/orders.mjs';
import { admin, customer } from './support/people.mjs';

const news = async (as, query = '', options = {}) => assertStatus(await get(`/v1/users/${as.userId}/notifications?limit=100${query}`, { as, ...options }), 200).data;
const kinds = async (as, query) => (await news(as, query)).notifications.map((one) => one.kind).reverse();
const mark = (id, json, as) => patch(`/v1/notifications/${id}`, { json, as });

test('an order on its way to the door', async () => {
  const me = await customer();
  const { order } = await place({}, { as: me });
  await walk(order.id, ['PREPARING', 'READY_FOR_DELIVERY', 'IN_DELIVERY', 'DELIVERED']);
  const told = ['ORDER_RECEIVED', 'ORDER_PREPARING', 'DELIVERY_READY', 'DELIVERY_STARTED', 'PAYMENT_DONE', 'DELIVERY_DONE'];
  await eventually(async () => assert.deepEqual(await kinds(me), told));
  const { notifications, unread } = await news(me);
  assert.equal(unread, told.length);
  assert.ok(notifications.every((one) => one.orderKey === order.id && one.read === false && one.body.includes(order.order_number)));
  const english = await news(me, '', { headers: { 'accept-language': 'en' } });
  assert.equal(english.notifications[0].title, 'Delivered');
  assert.equal(english.notifications[0].body, `Order ${order.order_number} has been delivered.`);
  assert.equal(notifications[0].title, '배송 완료');
});

test('a card that is declined; an order that is cancelled, and its money back', async () => {
  const me = await customer();
  const pay = (number) => post('/api/checkout/checkout', { as: me, json: { menu_code: 'french', style: 'simple', delivery: { address: '어딘가 1' },
    payment: { card_number: number, cardholder_name: 'KIM', expiry_date: '12/40', cvc: '123' } } });
  assertStatus(await pay('4000000000000002'), 402);
  await eventually(async () => assert.deepEqual(await kinds(me), ['PAYMENT_FAILED']));
  const paid = assertStatus(await pay('4242424242424242'), 201);
  assertStatus(await cancel(paid.order_id, { as: me }), 200);
  await eventually(async () => assert.deepEqual(await kinds(me), ['PAYMENT_FAILED', 'PAYMENT_DONE', 'ORDER_CANCELLED', 'PAYMENT_REFUNDED']));
  const { notifications } = await news(me);
  assert.match(notifications[0].body, new RegExp(`${paid.total_price.toLocaleString('ko-KR')}원`));
});

test('read, unread, page by page', async () => {
  const me = await customer();
  for (let i = 0; i < 3; i++) await place({}, { as: me });
  await eventually(async () => assert.equal((await news(me)).notifications.length, 3));
  const first = await get(`/v1/users/${me.userId}/notifications?limit=2`, { as: me });
  assert.equal(assertStatus(first, 200).data.notifications.length, 2);
  assert.match(first.headers.get('link'), /rel="next"/);
  const rest = await news(me, `&cursor=${first.body.data.nextCursor}`);
  assert.equal(rest.notifications.length, 1);
  assert.equal(rest.nextCursor, null);
  const { notificationId } = rest.notifications[0];
  assert.equal(assertStatus(await mark(notificationId, { read: true }, me), 200).data.read, true);
  assert.equal(assertStatus(await mark(notificationId, { read: true }, me), 200).data.read, true);
  const left = await news(me, '&unread=true');
  assert.equal(left.unread, 2);
  assert.ok(left.notifications.length === 2 && left.notifications.every((one) => one.notificationId !== notificationId));
  assert.equal((await news(me)).notifications.find((one) => one.notificationId === notificationId).read, true);
  assert.equal(assertStatus(await mark(notificationId, { read: false }, me), 200).data.read, false);
  assert.equal((await news(me)).unread, 3);
});

test('nobody else sees or marks them, and what makes no sense is refused', async () => {
  const [me, other] = [await customer(), await customer()];
  await place({}, { as: me });
  await eventually(async () => assert.equal((await news(me)).notifications.length, 1));
  const { notificationId } = (await news(me)).notifications[0];
  assertProblem(await get(`/v1/users/${me.userId}/notifications`, { as: other }), 404, 'ENTITY_NOT_FOUND');
  assertProblem(await mark(notificationId, { read: true }, other), 404, 'ENTITY_NOT_FOUND');
  assertProblem(await mark(notificationId, { read: true }, await admin()), 404, 'ENTITY_NOT_FOUND');
  assert.equal((await news(me)).unread, 1);
  assertFaults(await mark(notificationId, {}, me), { '/read': 'required' });
  assertFaults(await mark(notificationId, { read: 'yes' }, me), { '/read': 'wrong_type' });
  assertFaults(await mark(notificationId, { read: true, title: 'x' }, me), { '/title': 'unknown_field' });
  assertProblem(await mark('7', { read: true }, me), 404, 'ENTITY_NOT_FOUND');
  assertFaults(await get(`/v1/users/${me.userId}/notifications?cursor=x&limit=0`, { as: me }), { '?cursor': 'not_a_uuid', '?limit': 'too_small' });
  assertProblem(await get('/v1/users/7/notifications', { as: me }), 404, 'ENTITY_NOT_FOUND');
  // Sixty-four at once mark the same: it is read, once.
  const answers = await Promise.all(Array.from({ length: 64 }, () => mark(notificationId, { read: true }, me)));
  assert.ok(answers.every((one) => one.status === 200 && one.body.data.read));
  assert.equal((await news(me)).unread, 0);
});
