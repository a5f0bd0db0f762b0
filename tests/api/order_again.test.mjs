// What was changed on an order, and ordering the same again at the prices of the day.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { get, post } from './support/call.mjs';
import { sql } from './support/database.mjs';
import { assertFaults, assertProblem, assertStatus, eventually } from './support/expect.mjs';
import { cancel, guest, place, wish } from './support/orders.mjs';
import { admin, cook, courier, customer } from './support/people.mjs';
import { price } from './support/price.mjs';
import { setStock } from './support/stock.mjs';

const again = (id, options = {}) => post(`/api/orders/reorder/${id}`, { json: {}, ...options });

test('customisations are told with what they change', async () => {
  const { order, order_token } = await place({ quantity: 2, customizations: { premium_steak: 5, wine: 0, coffee: 1, heart_plate: 2 } });
  const answer = assertStatus(await get(`/api/orders/${order.id}/customizations`, guest(order_token)), 200);
  assert.equal(answer.cake_customization, null);
  assert.deepEqual(answer.customizations.sort((a, b) => a.ingredient_code.localeCompare(b.ingredient_code)), [
    { ingredient_code: 'coffee', name: '커피', base_quantity: 0, quantity: 1, change_type: 'INCREASE', quantity_change: 1, price_change: 4000 },
    { ingredient_code: 'premium_steak', name: '프리미엄 스테이크', base_quantity: 2, quantity: 5, change_type: 'INCREASE', quantity_change: 3, price_change: 54000 },
    { ingredient_code: 'wine', name: '와인', base_quantity: 2, quantity: 0, change_type: 'DECREASE', quantity_change: -2, price_change: -9000 },
  ]);
  assert.equal(answer.customizations.reduce((sum, change) => sum + change.price_change, 0), order.pricing.customization_cost);
});

test('a cake\'s wishes are told, an order as it is on the menu has none', async () => {
  const plain = await place();
  assert.deepEqual(assertStatus(await get(`/api/orders/${plain.order.id}/customizations`, guest(plain.order_token)), 200).customizations, []);
  const cake = await place({ dinner_code: 'cake', cake_customization: { message: '안녕' } });
  assert.deepEqual(assertStatus(await get(`/api/orders/${cake.order.id}/customizations`, guest(cake.order_token)), 200).cake_customization,
    { image_path: null, message: '안녕', flavor: null, size: null });
});

test('the same again: another order with the same wishes', async () => {
  const member = await customer();
  const { order } = await place({ dinner_code: 'english', style: 'deluxe', quantity: 3, notes: '감사합니다', customizations: { bacon: 20, bread: 0 },
    side_dishes: [{ code: 'salad', quantity: 2 }, { code: 'custom_cake', flavor: 'vanilla', size: 'size_2' }], cake_customization: { message: '둘' } }, { as: member });
  const answer = await again(order.id, { as: member });
  const body = assertStatus(answer, 201);
  assert.equal(body.reordered_from, order.id);
  assert.equal(answer.headers.get('location'), `/api/orders/${body.order.id}`);
  const own = ({ id, order_number, created_at, order_date, estimated_delivery_time, reordered_from, ...rest }) => rest;
  assert.deepEqual(own(body.order), own(order));
  assert.notEqual(body.order.id, order.id);
  assert.notEqual(body.order.order_number, order.order_number);
  assert.equal(body.order.reordered_from, order.id);
  // And that again.
  assert.deepEqual(own(assertStatus(await again(body.order.id, { as: member }), 201).order), own(order));
});

test('address, notes and the way it comes may differ', async () => {
  const { order, order_token } = await place({ notes: 'old' });
  const body = assertStatus(await again(order.id, { json: { delivery_address: '부산시 1', notes: 'new' }, ...guest(order_token) }), 201);
  assert.deepEqual([body.order.delivery_address, body.order.notes, body.order.order_type], ['부산시 1', 'new', 'DELIVERY']);
  const pickup = assertStatus(await again(order.id, { json: { order_type: 'PICKUP' }, ...guest(order_token) }), 201);
  assert.deepEqual([pickup.order.delivery_address, pickup.order.notes, pickup.order.order_type], [null, 'old', 'PICKUP']);
  assertFaults(await again(pickup.order.id, { json: { order_type: 'DELIVERY' }, ...guest(order_token) }), { '/delivery_address': 'required' });
  assertFaults(await again(order.id, { json: { delivery_address: 'x', notes: '4242424242424242', quantity: 2 }, ...guest(order_token) }),
    { '/delivery_address': 'too_short', '/notes': 'card_number', '/quantity': 'unknown_field' });
});

test('a guest\'s second order opens with the same token', async () => {
  const { order, order_token } = await place();
  const body = assertStatus(await again(order.id, guest(order_token)), 201);
  assert.equal(body.order_token, order_token);
  assertStatus(await get(`/api/orders/${body.order.id}`, guest(order_token)), 200);
});

test('a cancelled order can be ordered again', async () => {
  const { order, order_token } = await place();
  assertStatus(await cancel(order.id, guest(order_token)), 200);
  assert.equal(assertStatus(await again(order.id, guest(order_token)), 201).order.status, 'PENDING');
});

test('only the buyer orders again', async () => {
  const { order } = await place();
  for (const as of [await cook(), await courier(), await admin()]) assertProblem(await again(order.id, { as }), 403, 'FORBIDDEN');
  assertProblem(await again(order.id, { as: await customer() }), 404, 'ENTITY_NOT_FOUND');
});

test('the prices are today\'s, the old order keeps its own', async () => {
  const json = wish({ dinner_code: 'french', style: 'grand', quantity: 2, customizations: { wine: 4 }, side_dishes: [{ code: 'salad' }] });
  const { order, order_token } = await place(json);
  try {
    await sql(`UPDATE products SET price = price + 1000 WHERE code IN ('french', 'salad');
      UPDATE skus SET unit_price = unit_price + 500 WHERE code = 'wine'`);
    const today = assertStatus(await again(order.id, guest(order_token)), 201).order;
    assert.deepEqual(today.pricing, { ...price(json), base_price_total: price(json).base_price_total + 2000,
      customization_cost: price(json).customization_cost + 1000, side_dish_total: 8000, final_price: price(json).final_price + 2000 + 1000 + 1000 });
    assert.equal(today.unit_price, order.unit_price + 1000);
    assert.deepEqual(assertStatus(await get(`/api/orders/${order.id}`, guest(order_token)), 200).order.pricing, price(json));
  } finally {
    await sql(`UPDATE products SET price = price - 1000 WHERE code IN ('french', 'salad');
      UPDATE skus SET unit_price = unit_price - 500 WHERE code = 'wine'`);
  }
  assert.deepEqual(assertStatus(await again(order.id, guest(order_token)), 201).order.pricing, price(json));
});

test('what is gone from the menu or the store can not be ordered again', async () => {
  const { order, order_token } = await place({ dinner_code: 'champagne', style: 'grand' });
  await setStock('champagne_bottle', 0);
  try {
    const problem = assertProblem(await again(order.id, guest(order_token)), 409, 'STOCK_NOT_ENOUGH');
    assert.deepEqual(problem.shortages, [{ sku: 'champagne_bottle', name: '샴페인', wanted: 1, available: 0 }]);
  } finally {
    await setStock('champagne_bottle', 100000);
  }
  await sql("UPDATE products SET status = 'DISCONTINUED' WHERE code = 'champagne'");
  try {
    assertFaults(await again(order.id, guest(order_token)), { '/dinner_code': 'not_on_sale' });
  } finally {
    await sql("UPDATE products SET status = 'ON_SALE' WHERE code = 'champagne'");
  }
  await eventually(async () => assertStatus(await again(order.id, guest(order_token)), 201));
});
