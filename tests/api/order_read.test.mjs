// Looking at orders: who may, and what they see.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { get, patch, post } from './support/call.mjs';
import { sql } from './support/database.mjs';
import { assertProblem, assertStatus } from './support/expect.mjs';
import { cancel, guest, place, walk, wish } from './support/orders.mjs';
import { admin, cook, courier, customer, seller } from './support/people.mjs';
import { price } from './support/price.mjs';

test('a member sees the order with items, history and payment', async () => {
  const member = await customer();
  const json = wish({ quantity: 2, customizations: { premium_steak: 4 }, side_dishes: [{ code: 'salad' }] });
  const { order } = await place(json, { as: member });
  const seen = assertStatus(await get(`/api/orders/${order.id}`, { as: member }), 200).order;
  const { items, history, payment, ...rest } = seen;
  assert.deepEqual(rest, order);
  assert.deepEqual(items.map((item) => [item.kind, item.code, item.quantity, item.unit_price, item.customization_cost, item.total]),
    [['DINNER', 'valentine', 2, 30000, 36000, 96000], ['SIDE_DISH', 'salad', 1, 7000, 0, 7000]]);
  assert.deepEqual(history.map(({ at, ...entry }) => entry), [0, 1].map((item_index) =>
    ({ item_index, event: 'ORDER', from: null, to: 'PENDING', actor: 'BUYER', actor_id: member.userId, reason: null })));
  assert.equal(history[0].at, order.created_at);
  const { payment_id, ...paid } = payment;
  assert.deepEqual(paid, { order_id: order.id, amount: price(json).final_price, refunded_amount: 0, refunding_amount: 0, created_at: order.created_at, status: 'PENDING',
    method: 'ON_DELIVERY', masked_card_number: null, card_brand: null, transaction_id: null, paid_at: null, refund_status: 'NONE', failure_code: null });
});

test('names are those of the reader\'s language', async () => {
  const { order, order_token } = await place({ side_dishes: [{ code: 'salad' }], customizations: { wine: 2 } });
  const english = assertStatus(await get(`/api/orders/${order.id}`, { ...guest(order_token), language: 'en' }), 200).order;
  assert.equal(english.menu_name, 'Valentine dinner');
  assert.deepEqual(english.items.map((item) => item.name), ['Valentine dinner', 'Salad']);
});

test('a guest comes by header, query or cookie', async () => {
  const { order, order_token } = await place();
  const path = `/api/orders/${order.id}`;
  const ways = [
    [path, { headers: { 'x-order-token': order_token } }], [`${path}?token=${order_token}`, {}],
    [path, { headers: { cookie: `a=b; banquet_guest=${order_token}; c=d` } }],
  ];
  for (const [way, options] of ways) {
    assertStatus(await get(way, options), 200);
    assertStatus(await get(way.replace(order.id, `${order.id}/customizations`), options), 200);
  }
  assertStatus(await post(`/api/orders/reorder/${order.id}?token=${order_token}`, { json: {} }), 201);
  assertStatus(await post(`${path}/cancel?token=${order_token}`, { json: {} }), 200);
});

test('to anyone else an order does not exist', async () => {
  const [member, stranger] = [await customer(), await customer()];
  const ofMember = (await place({}, { as: member })).order;
  const ofGuest = await place();
  const another = await place();
  const others = [{ as: stranger }, { as: await seller() }, {}, guest(another.order_token), guest('A'.repeat(22)), guest(''), { headers: { 'x-order-token': 'x' } }];
  for (const [order, options] of [ofMember, ofGuest.order].flatMap((order) => others.map((options) => [order, options]))) {
    assertProblem(await get(`/api/orders/${order.id}`, options), 404, 'ENTITY_NOT_FOUND');
    assertProblem(await get(`/api/orders/${order.id}/customizations`, options), 404, 'ENTITY_NOT_FOUND');
    assertProblem(await cancel(order.id, options), 404, 'ENTITY_NOT_FOUND');
    assertProblem(await post(`/api/orders/reorder/${order.id}`, { json: {}, ...options }), 404, 'ENTITY_NOT_FOUND');
  }
  // The guest's token opens no member's order, the member's session no guest's.
  assertProblem(await get(`/api/orders/${ofMember.id}`, guest(ofGuest.order_token)), 404, 'ENTITY_NOT_FOUND');
  assertProblem(await get(`/api/orders/${ofGuest.order.id}`, { as: member }), 404, 'ENTITY_NOT_FOUND');
  assertStatus(await get(`/api/orders/${ofGuest.order.id}`, { as: member, ...guest(ofGuest.order_token) }), 200);
});

test('staff see every order; who has it is told to them alone', async () => {
  const { order, order_token } = await place();
  await walk(order.id, ['PREPARING'], await cook());
  for (const as of [await cook(), await courier(), await admin()]) {
    const seen = assertStatus(await get(`/api/orders/${order.id}`, { as }), 200).order;
    assert.equal(seen.cook_id, (await cook()).userId);
  }
  const seen = assertStatus(await get(`/api/orders/${order.id}`, guest(order_token)), 200).order;
  assert.equal(seen.cook_id, undefined);
});

test('an order tells what its reader may do with it', async () => {
  const { order, order_token } = await place();
  const may = async (options) => {
    const { can_cancel, next_statuses } = assertStatus(await get(`/api/orders/${order.id}`, options), 200).order;
    return [can_cancel, next_statuses];
  };
  assert.deepEqual(await may(guest(order_token)), [true, []]);
  assert.deepEqual(await may({ as: await cook() }), [true, ['PREPARING']]);
  assert.deepEqual(await may({ as: await courier() }), [false, []]);
  await walk(order.id, ['PREPARING', 'READY_FOR_DELIVERY']);
  assert.deepEqual(await may(guest(order_token)), [false, []]);
  assert.deepEqual(await may({ as: await courier() }), [false, ['IN_DELIVERY']]);
  assert.deepEqual(await may({ as: await admin() }), [false, ['IN_DELIVERY']]);
});

test('a member\'s orders, newest first, page by page', async () => {
  const member = await customer();
  const path = `/api/orders/user/${member.userId}`;
  assert.deepEqual(assertStatus(await get(path, { as: member }), 200), { success: true, orders: [], total_count: 0, next_cursor: null });
  const placed = [];
  for (let i = 0; i < 7; i++) placed.unshift((await place({ notes: `no. ${i}` }, { as: member })).order);
  const all = assertStatus(await get(path, { as: member }), 200);
  assert.deepEqual(all.orders, placed);
  assert.equal(all.total_count, 7);
  assert.equal(all.next_cursor, null);

  const seen = [];
  let next = `${path}?limit=3`;
  const sizes = [];
  while (next) {
    const answer = await get(next, { as: member });
    const page = assertStatus(answer, 200);
    sizes.push(page.orders.length);
    seen.push(...page.orders.map((order) => order.id));
    assert.equal(page.total_count, 7);
    const link = answer.headers.get('link');
    assert.equal(link === null, page.next_cursor === null);
    next = link?.match(/^<([^>]+)>; rel="next"$/)[1];
    if (next) assert.equal(new URL(next, 'http://x').searchParams.get('cursor'), page.next_cursor);
  }
  assert.deepEqual(sizes, [3, 3, 1]);
  assert.deepEqual(seen, placed.map((order) => order.id));
});

test('a list is cut by status, also over pages', async () => {
  const member = await customer();
  const ids = [];
  for (let i = 0; i < 4; i++) ids.push((await place({}, { as: member })).order.id);
  await cancel(ids[1], { as: member });
  await cancel(ids[2], { as: member });
  const list = async (query) => assertStatus(await get(`/api/orders/user/${member.userId}?${query}`, { as: member }), 200);
  const cancelled = await list('status=CANCELLED&limit=1');
  assert.deepEqual([cancelled.orders.map((order) => order.id), cancelled.total_count], [[ids[2]], 2]);
  assert.deepEqual((await list(`status=CANCELLED&limit=1&cursor=${cancelled.next_cursor}`)).orders.map((order) => order.id), [ids[1]]);
  assert.deepEqual((await list('status=PENDING')).orders.map((order) => order.id), [ids[3], ids[0]]);
  assert.deepEqual((await list('status=DELIVERED')).orders, []);
});

test('a list is its member\'s, and the admin\'s', async () => {
  const [member, stranger] = [await customer(), await customer()];
  await place({}, { as: member });
  const path = `/api/orders/user/${member.userId}`;
  assert.equal(assertStatus(await get(path, { as: await admin() }), 200).orders.length, 1);
  for (const as of [stranger, await cook(), await courier(), await seller()]) assertProblem(await get(path, { as }), 403, 'FORBIDDEN');
  assertProblem(await get(path), 401, 'UNAUTHENTICATED');
  assertProblem(await get('/api/orders/user/me', { as: member }), 404, 'ENTITY_NOT_FOUND');
});

test('orders in a list are as they are alone, without what belongs to the detail', async () => {
  const member = await customer();
  const { order } = await place({ dinner_code: 'cake', customizations: { cake_base: 2 }, cake_customization: { message: 'hi' }, side_dishes: [{ code: 'coffee_set' }] }, { as: member });
  const [listed] = assertStatus(await get(`/api/orders/user/${member.userId}`, { as: member }), 200).orders;
  assert.deepEqual(listed, order);
  const { items, history, payment, ...alone } = assertStatus(await get(`/api/orders/${order.id}`, { as: member }), 200).order;
  assert.deepEqual(alone, listed);
});

test('answers to a move show the order as reading it does', async () => {
  const { order } = await place({ dinner_code: 'cake', customizations: { cake_base: 2 }, cake_customization: { message: 'hi' }, side_dishes: [{ code: 'salad' }] });
  const as = await admin();
  const read = async () => {
    const { items, history, payment, ...rest } = assertStatus(await get(`/api/orders/${order.id}`, { as }), 200).order;
    return rest;
  };
  assert.deepEqual(assertStatus(await patch(`/api/orders/${order.id}/status`, { json: { new_status: 'PREPARING' }, as }), 200).order, await read());
  assert.deepEqual(assertStatus(await patch(`/api/orders/${order.id}/status`, { json: { new_status: 'PREPARING' }, as }), 200).order, await read());
  assert.deepEqual(assertStatus(await cancel(order.id, { as }), 200).order, await read());
});

test('a hundred orders with all that an order can hold still make a list', async () => {
  const member = await customer();
  const ingredients = (await sql('SELECT code FROM skus WHERE ingredient')).flat();
  const most = {
    style: 'deluxe', delivery_address: '가'.repeat(200), notes: '가'.repeat(500),
    customizations: Object.fromEntries(ingredients.slice(0, 40).map((code) => [code, 3])),
    side_dishes: [{ code: 'custom_cake', flavor: 'vanilla', size: 'size_1' }, ...Array.from({ length: 19 }, () => ({ code: 'salad', quantity: 1 }))],
    cake_customization: { message: '가'.repeat(60) },
  };
  const placed = await Promise.all(Array.from({ length: 101 }, () => place(most, { as: member })));
  const list = assertStatus(await get(`/api/orders/user/${member.userId}?limit=100`, { as: member }), 200);
  assert.equal(list.orders.length, 100);
  assert.ok(list.next_cursor);
  const page = await get('/orders?limit=100', { headers: { cookie: `banquet=${member.token}`, accept: 'text/html' } });
  assertStatus(page, 200);
  await Promise.all(placed.map(({ order }) => cancel(order.id, { as: member })));
});
