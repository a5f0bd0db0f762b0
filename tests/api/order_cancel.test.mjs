// Cancelling: who may and until when, and that exactly what was taken comes back.
import { before, test } from 'node:test';
import assert from 'node:assert/strict';
import { get } from './support/call.mjs';
import { assertBooksAgree } from './support/audit.mjs';
import { assertProblem, assertStatus } from './support/expect.mjs';
import { cancel, guest, move, place, walk, wish } from './support/orders.mjs';
import { admin, cook, courier, customer, seller } from './support/people.mjs';
import { needs } from './support/price.mjs';
import { stock, stockAtRest, taken } from './support/stock.mjs';

before(() => stockAtRest());	// no pieces come back meanwhile from what earlier tests left unpaid

const detail = async (id) => assertStatus(await get(`/api/orders/${id}`, { as: await admin() }), 200).order;

test('what was taken comes back, no more and no less', async () => {
  const json = wish({ dinner_code: 'champagne', style: 'deluxe', quantity: 3, customizations: { wine: 7, baguette: 0, coffee: 2 },
    side_dishes: [{ code: 'custom_cake', flavor: 'green_tea', size: 'size_2', quantity: 2 }, { code: 'wine_glass' }] });
  const before = await stock();
  const { order, order_token } = await place(json);
  assert.deepEqual(taken(before, await stock()), needs(json));
  assertStatus(await cancel(order.id, guest(order_token)), 200);
  assert.deepEqual(await stock(), before);
});

test('a buyer cancels while nothing is cooked', async () => {
  const member = await customer();
  const { order } = await place({ side_dishes: [{ code: 'salad' }] }, { as: member });
  const answer = assertStatus(await cancel(order.id, { json: { reason: '마음이 바뀌었어요' }, as: member }), 200);
  assert.deepEqual(answer.refund, { amount: 0, status: 'NONE' });
  assert.deepEqual([answer.order.status, answer.order.order_status, answer.order.payment_status, answer.order.can_cancel], ['CANCELLED', 'CANCELLED', 'FAILED', false]);
  const seen = await detail(order.id);
  assert.deepEqual(seen.history.filter((entry) => entry.to === 'CANCELLED').map(({ item_index, event, from, actor, actor_id, reason }) =>
    ({ item_index, event, from, actor, actor_id, reason })).slice(0, 2), [0, 1].map((item_index) =>
    ({ item_index, event: 'CANCEL', from: 'PENDING', actor: 'BUYER', actor_id: member.userId, reason: '마음이 바뀌었어요' })));
  assert.deepEqual(seen.items.map((item) => [item.status, item.cancelled_quantity]), [['CANCELLED', 1], ['CANCELLED', 1]]);
  assert.equal(seen.payment.failure_code, 'ORDER_CANCELLED');
});

test('a guest cancels with the token', async () => {
  const { order, order_token } = await place();
  assertProblem(await cancel(order.id), 404, 'ENTITY_NOT_FOUND');
  assert.equal(assertStatus(await cancel(order.id, guest(order_token)), 200).order.status, 'CANCELLED');
});

test('a body is not needed', async () => {
  const { order, order_token } = await place();
  assertStatus(await cancel(order.id, { json: undefined, ...guest(order_token) }), 200);
});

test('once it is cooked only the kitchen and the admin cancel', async () => {
  for (const who of [cook, admin]) {
    const member = await customer();
    const { order } = await place({}, { as: member });
    await walk(order.id, ['PREPARING'], await cook());
    assertProblem(await cancel(order.id, { as: member }), 409, 'ORDER_STATE_CONFLICT');
    assertProblem(await cancel(order.id, { as: await courier() }), 403, 'FORBIDDEN');
    assert.equal(assertStatus(await cancel(order.id, { as: await who() }), 200).order.status, 'CANCELLED');
  }
});

test('the kitchen cancels before it begins, too; by moving it as well', async () => {
  const [first, second] = [await place(), await place()];
  const before = await stock();
  assertStatus(await cancel(first.order.id, { as: await cook() }), 200);
  assertStatus(await move(second.order.id, 'CANCELLED', await cook()), 200);
  const given = taken(await stock(), before);
  assert.deepEqual(given, Object.fromEntries(Object.entries(needs(wish({ quantity: 2 })))));
});

test('what is ready, on the road or there is not cancelled', async () => {
  const { order, order_token } = await place();
  for (const state of ['PREPARING', 'READY_FOR_DELIVERY', 'IN_DELIVERY', 'DELIVERED']) {
    await walk(order.id, [state]);
    const before = await stock();
    assertProblem(await cancel(order.id, guest(order_token)), 409, 'ORDER_STATE_CONFLICT');
    if (state !== 'PREPARING') for (const who of [cook, courier, admin]) assertProblem(await cancel(order.id, { as: await who() }), 409, 'ORDER_STATE_CONFLICT');
    assert.deepEqual(await stock(), before);
  }
});

test('a cancelled order is not cancelled again, and nothing comes back twice', async () => {
  const { order, order_token } = await place();
  assertStatus(await cancel(order.id, guest(order_token)), 200);
  const before = await stock();
  for (const options of [guest(order_token), { as: await admin() }]) assertProblem(await cancel(order.id, options), 409, 'ORDER_STATE_CONFLICT');
  assertStatus(await move(order.id, 'CANCELLED', await admin()), 200);	// the same status again
  assert.deepEqual(await stock(), before);
});

test('of many who cancel at once one does', async () => {
  const before = await stock();
  const { order, order_token } = await place({ quantity: 5 });
  const answers = await Promise.all(Array.from({ length: 12 }, () => cancel(order.id, guest(order_token))));
  assert.equal(answers.filter((answer) => answer.status === 200).length, 1);
  assert.equal(answers.filter((answer) => answer.status === 409).length, 11);
  assert.deepEqual(await stock(), before);
});

test('cancelling against cooking: one of them happens', async () => {
  for (let round = 0; round < 6; round++) {
    const before = await stock();
    const { order, order_token } = await place();
    const [ended, begun] = await Promise.all([cancel(order.id, guest(order_token)), move(order.id, 'PREPARING', await cook())]);
    assert.deepEqual([ended.status, begun.status].slice().sort(), [200, 409]);
    assert.deepEqual(taken(before, await stock()), ended.status === 200 ? {} : needs(wish()));
  }
});

test('strangers cancel nothing', async () => {
  const { order } = await place();
  assertProblem(await cancel(order.id, { as: await customer() }), 404, 'ENTITY_NOT_FOUND');
  assertProblem(await cancel(order.id, { as: await seller() }), 404, 'ENTITY_NOT_FOUND');
});

test('the books agree', assertBooksAgree);
