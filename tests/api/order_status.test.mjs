// Moving orders along: who may take which step, whose order it is, what history tells, and that payment follows.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { get, post } from './support/call.mjs';
import { sql } from './support/database.mjs';
import { assertFaults, assertProblem, assertStatus } from './support/expect.mjs';
import { freshSeller, goods } from './support/goods.mjs';
import { guest, move, place, walk } from './support/orders.mjs';
import { admin, cook, courier, customer, seller, signIn } from './support/people.mjs';

const detail = async (id) => assertStatus(await get(`/api/orders/${id}`, { as: await admin() }), 200).order;
const story = (order, item = 0) => order.history.filter((entry) => entry.item_index === item).map((entry) => [entry.event, entry.from, entry.to, entry.actor]);

/** Another member of staff, made for the test. */
async function another(role) {
  const member = await customer();
  await sql(`UPDATE users SET role = '${role}' WHERE user_id = '${member.userId}'`);
  return signIn(member.email, 'correct horse');
}

test('a delivery, from the kitchen to the door', async () => {
  const { order, order_token } = await place({ side_dishes: [{ code: 'salad' }] });
  await walk(order.id, ['PREPARING', 'READY_FOR_DELIVERY'], await cook());
  await walk(order.id, ['IN_DELIVERY', 'DELIVERED'], await courier());
  const done = await detail(order.id);
  for (const item of [0, 1])
    assert.deepEqual(story(done, item), [
      ['ORDER', null, 'PENDING', 'BUYER'], ['PREPARE', 'PENDING', 'PREPARING', 'STAFF'], ['READY', 'PREPARING', 'READY_FOR_DELIVERY', 'STAFF'],
      ['DEPART', 'READY_FOR_DELIVERY', 'IN_DELIVERY', 'STAFF'], ['DELIVER', 'IN_DELIVERY', 'DELIVERED', 'STAFF']]);
  assert.deepEqual(story(done, -1).map(([, from, to, actor]) => [from, to, actor]), [['PENDING_PAYMENT', 'PAID', 'SYSTEM'], ['PAID', 'COMPLETED', 'SYSTEM']]);
  assert.equal(done.history[0].actor_id, null);	// a guest
  assert.equal(done.history.find((entry) => entry.event === 'DEPART').actor_id, (await courier()).userId);
  const times = done.history.map((entry) => Date.parse(entry.at));
  assert.deepEqual(times, times.slice().sort((a, b) => a - b));
  assert.equal(done.status, 'DELIVERED');
  assert.equal(done.order_status, 'COMPLETED');
  assert.equal(done.payment_status, 'SUCCESS');
  assert.equal(done.payment.status, 'SUCCESS');
  assert.equal(done.payment.amount, done.total_price);
  assert.ok(done.payment.paid_at);
  assert.deepEqual([done.cook_id, done.courier_id], [(await cook()).userId, (await courier()).userId]);
  assert.equal(assertStatus(await get(`/api/orders/${order.id}`, guest(order_token)), 200).order.status, 'DELIVERED');
});

test('a pickup, from the kitchen to the counter', async () => {
  const { order } = await place({ order_type: 'PICKUP' });
  await walk(order.id, ['PREPARING', 'READY_FOR_PICKUP', 'PICKED_UP'], await cook());
  const done = await detail(order.id);
  assert.deepEqual(story(done).map(([event]) => event), ['ORDER', 'PREPARE', 'READY', 'HAND_OVER']);
  assert.deepEqual([done.status, done.order_status, done.payment_status], ['PICKED_UP', 'COMPLETED', 'SUCCESS']);
});

test('until it is handed over an order is not paid', async () => {
  const { order } = await place();
  for (const state of ['PREPARING', 'READY_FOR_DELIVERY', 'IN_DELIVERY']) {
    await walk(order.id, [state]);
    const now = await detail(order.id);
    assert.deepEqual([now.payment_status, now.order_status, now.payment.paid_at], ['PENDING', 'PENDING_PAYMENT', null]);
  }
});

test('the same status again is a success that changes nothing', async () => {
  const { order } = await place();
  await walk(order.id, ['PREPARING'], await cook());
  const before = await detail(order.id);
  for (const as of [await cook(), await admin()]) assert.equal(assertStatus(await move(order.id, 'PREPARING', as), 200).order.status, 'PREPARING');
  assert.deepEqual(await detail(order.id), before);
});

// From where an admin may go where; everything else is a conflict: what was cooked does not come back.
const all = ['PENDING_PAYMENT', 'PENDING', 'PREPARING', 'READY_FOR_DELIVERY', 'READY_FOR_PICKUP', 'IN_DELIVERY', 'DELIVERED', 'PICKED_UP', 'CONFIRMED',
  'CANCEL_REQUESTED', 'CANCEL_PROCESSING', 'CANCELLED', 'RETURN_REQUESTED', 'RETURN_PROCESSING', 'RETURNED', 'EXCHANGE_REQUESTED', 'EXCHANGE_PROCESSING', 'EXCHANGED'];
const paths = {
  DELIVERY: { PENDING: ['PREPARING', 'CANCELLED'], PREPARING: ['READY_FOR_DELIVERY', 'CANCELLED'], READY_FOR_DELIVERY: ['IN_DELIVERY'],
    IN_DELIVERY: ['DELIVERED'], DELIVERED: ['CONFIRMED'], CONFIRMED: [] },
  PICKUP: { PENDING: ['PREPARING', 'CANCELLED'], PREPARING: ['READY_FOR_PICKUP', 'CANCELLED'], READY_FOR_PICKUP: ['PICKED_UP'], PICKED_UP: ['CONFIRMED'], CONFIRMED: [] },
};
for (const [order_type, states] of Object.entries(paths))
  test(`only the steps of the table: ${order_type}`, async () => {
    const as = await admin();
    const { order } = await place({ order_type });
    for (const [state, legal] of Object.entries(states)) {
      if (state !== 'PENDING') await walk(order.id, [state]);
      assert.deepEqual((await detail(order.id)).next_statuses.filter((next) => next !== 'CANCELLED').slice().sort(), legal.filter((next) => next !== 'CANCELLED').slice().sort());
      for (const next of all.filter((one) => one !== state && !legal.includes(one)))
        if (state === 'PREPARING' && next === 'CANCEL_REQUESTED') assertProblem(await move(order.id, next, as), 403, 'FORBIDDEN');	// a buyer's step
        else assertProblem(await move(order.id, next, as), 409, 'ORDER_STATE_CONFLICT');
      assert.equal((await detail(order.id)).status, state);
    }
  });

test('each step is its role\'s', async () => {
  const people = { cook: await cook(), courier: await courier(), admin: await admin() };
  const steps = [
    ['PREPARING', ['cook', 'admin']], ['READY_FOR_DELIVERY', ['cook', 'admin']], ['IN_DELIVERY', ['courier', 'admin']], ['DELIVERED', ['courier', 'admin']],
  ];
  for (const able of ['first', 'last']) {
    const { order, order_token } = await place();
    for (const [next, roles] of steps) {
      for (const role of Object.keys(people).filter((one) => !roles.includes(one))) {
        const problem = assertProblem(await move(order.id, next, people[role]), 403, 'FORBIDDEN');
        assert.match(problem.detail, new RegExp(next));
      }
      assertProblem(await move(order.id, next, await customer()), 403, 'FORBIDDEN');
      assertProblem(await move(order.id, next, await seller()), 403, 'FORBIDDEN');
      assertProblem(await move(order.id, next, undefined, guest(order_token)), 401, 'UNAUTHENTICATED');
      assertStatus(await move(order.id, next, people[able === 'first' ? roles[0] : roles.at(-1)]), 200);
    }
  }
});

test('the buyer moves nothing, not even their own order', async () => {
  const member = await customer();
  const { order } = await place({}, { as: member });
  assertProblem(await move(order.id, 'PREPARING', member), 403, 'FORBIDDEN');
});

test('an order belongs to the cook who began it', async () => {
  const [first, second] = [await cook(), await another('COOK')];
  const { order } = await place();
  await walk(order.id, ['PREPARING'], first);
  const problem = assertProblem(await move(order.id, 'READY_FOR_DELIVERY', second), 403, 'FORBIDDEN');
  assert.equal(problem.message, '다른 직원이 맡은 주문입니다.');
  assertProblem(await post(`/api/orders/${order.id}/cancel`, { json: {}, as: second }), 403, 'FORBIDDEN');
  await walk(order.id, ['READY_FOR_DELIVERY'], first);
  const [rider, other] = [await courier(), await another('COURIER')];
  await walk(order.id, ['IN_DELIVERY'], other);
  assertProblem(await move(order.id, 'DELIVERED', rider), 403, 'FORBIDDEN');
  await walk(order.id, ['DELIVERED'], other);
});

test('of two cooks who reach for an order one gets it', async () => {
  const second = await another('COOK');
  for (let round = 0; round < 5; round++) {
    const { order } = await place();
    const answers = await Promise.all([move(order.id, 'PREPARING', await cook()), move(order.id, 'PREPARING', second)]);
    assert.deepEqual(answers.map((answer) => answer.status).slice().sort(), [200, 403]);
    const now = await detail(order.id);
    assert.equal(story(now).length, 2);
    assert.equal(now.cook_id, now.history[1].actor_id);
  }
});

test('an admin gives an order to somebody', async () => {
  const [boss, first, second, rider] = [await admin(), await cook(), await another('COOK'), await courier()];
  const { order } = await place();
  const assign = (staff_id, as = boss) => post(`/api/orders/${order.id}/assignee`, { json: { staff_id }, as });
  assert.equal(assertStatus(await assign(second.userId), 200).order.cook_id, second.userId);
  assertProblem(await move(order.id, 'PREPARING', first), 403, 'FORBIDDEN');
  await walk(order.id, ['PREPARING'], second);
  assertStatus(await assign(first.userId), 200);
  assertProblem(await move(order.id, 'READY_FOR_DELIVERY', second), 403, 'FORBIDDEN');
  await walk(order.id, ['READY_FOR_DELIVERY'], first);
  const given = assertStatus(await assign(rider.userId), 200).order;
  assert.deepEqual([given.cook_id, given.courier_id], [first.userId, rider.userId]);

  for (const staff_id of [(await customer()).userId, boss.userId, (await seller()).userId, order.id]) assertFaults(await assign(staff_id), { '/staff_id': 'not_staff' });
  assertFaults(await post(`/api/orders/${order.id}/assignee`, { json: {}, as: boss }), { '/staff_id': 'required' });
  for (const as of [first, rider, await customer(), await seller()]) assertProblem(await assign(first.userId, as), 403, 'FORBIDDEN');
  assertProblem(await assign(first.userId, null), 401, 'UNAUTHENTICATED');
});

test('a new status is one of those there are', async () => {
  const { order } = await place();
  assertFaults(await move(order.id, 'EATEN', await admin()), { '/new_status': 'not_a_choice' });
  assertFaults(await post(`/api/orders/${order.id}/cancel`, { json: { reason: 'r'.repeat(201), because: 1 }, as: await admin() }),
    { '/reason': 'too_long', '/because': 'unknown_field' });
});

const board = async (as, query = '') => assertStatus(await get(`/api/orders/staff/all?${query.includes('limit=') ? '' : 'limit=100'}${query}`, { as }), 200);
/** All pages of a board. */
async function whole(as, query = '') {
  const orders = [];
  for (let page = await board(as, query); ; page = await board(as, `${query}&cursor=${page.next_cursor}`)) {
    orders.push(...page.orders);
    if (!page.next_cursor) return orders;
  }
}

test('each board shows what is its role\'s to do, oldest first', async () => {
  const other = await another('COOK');
  const stages = { PENDING: [], PREPARING: ['PREPARING'], READY_FOR_DELIVERY: ['PREPARING', 'READY_FOR_DELIVERY'],
    IN_DELIVERY: ['PREPARING', 'READY_FOR_DELIVERY', 'IN_DELIVERY'], DELIVERED: ['PREPARING', 'READY_FOR_DELIVERY', 'IN_DELIVERY', 'DELIVERED'], CANCELLED: ['CANCELLED'] };
  const id = {};
  for (const [stage, path] of Object.entries(stages)) {
    id[stage] = (await place()).order.id;
    await walk(id[stage], path);
  }
  id.theirs = (await place()).order.id;
  await walk(id.theirs, ['PREPARING'], other);
  const sees = async (as) => {
    const orders = await whole(as);
    const ids = orders.map((order) => order.id);
    assert.deepEqual(ids, ids.slice().sort());
    return Object.keys(id).filter((name) => ids.includes(id[name]));
  };
  assert.deepEqual(await sees(await cook()), ['PENDING', 'PREPARING']);
  assert.deepEqual(await sees(other), ['PENDING', 'PREPARING', 'theirs']);
  assert.deepEqual(await sees(await courier()), ['READY_FOR_DELIVERY', 'IN_DELIVERY']);
  assert.deepEqual(await sees(await admin()), ['PENDING', 'PREPARING', 'READY_FOR_DELIVERY', 'IN_DELIVERY', 'theirs']);
  assert.ok((await whole(await cook(), '&status=PREPARING')).every((order) => order.status === 'PREPARING'));
  assert.deepEqual(await whole(await cook(), '&status=IN_DELIVERY'), []);
  assert.deepEqual(await whole(await admin(), '&status=DELIVERED'), []);
});

test('a board goes on page by page', async () => {
  for (let i = 0; i < 3; i++) await place();
  const first = await get('/api/orders/staff/all?limit=2&status=PENDING', { as: await cook() });
  const page = assertStatus(first, 200);
  assert.equal(page.orders.length, 2);
  const link = first.headers.get('link').match(/^<([^>]+)>; rel="next"$/)[1];
  const next = assertStatus(await get(link, { as: await cook() }), 200);
  assert.ok(next.orders[0].id > page.orders[1].id);
  assert.ok(next.orders.every((order) => order.status === 'PENDING'));
});

test('what sellers alone have to send is on an admin\'s board only', async () => {
  const as = await customer(), owner = await freshSeller();
  const [cup, plate, own] = [await goods({}, owner), await goods({}, await freshSeller()), await goods()];
  await sql(`INSERT INTO wallets VALUES ('${as.userId}', 100000, 0);
    INSERT INTO wallet_entries (user_id, entry_id, kind, amount, balance_after, at) VALUES ('${as.userId}', UUID(), 'ADJUST', 100000, 100000, UTC_TIMESTAMP(3))`);
  const bought = async (...products) => assertStatus(await post('/v1/orders', { as,
    json: { items: products.map(({ productId }) => ({ productId, quantity: 1 })), payment: { method: 'BALANCE' } } }), 201).data.orderKey;
  const id = { theirs: await bought(cup), both: await bought(cup, own), sellers: await bought(plate, cup), own: await bought(own) };
  /* One by one: no page is short or empty for what was left out. */
  const sees = async (who) => {
    const names = [];
    for (let cursor = `${id.theirs.slice(0, -12)}000000000000`; cursor;) {
      const page = await board(who, `limit=1&cursor=${cursor}`);
      assert.ok(page.orders.length === 1 || !page.next_cursor);
      names.push(...page.orders.map((order) => Object.keys(id).find((name) => id[name] === order.id)).filter((name) => name));
      cursor = page.next_cursor;
    }
    return names;
  };
  assert.deepEqual(await sees(await cook()), ['both', 'own']);
  assert.deepEqual(await sees(await courier()), []);
  assert.deepEqual(await sees(await admin()), ['theirs', 'both', 'sellers', 'own']);
  for (const name of Object.keys(id)) await walk(id[name], ['PREPARING', 'READY_FOR_DELIVERY']);
  assert.deepEqual(await sees(await courier()), ['both', 'own']);
  assert.deepEqual(await sees(await admin()), ['theirs', 'both', 'sellers', 'own']);
});

test('boards are the staff\'s', async () => {
  for (const as of [await customer(), await seller()]) assertProblem(await get('/api/orders/staff/all', { as }), 403, 'FORBIDDEN');
  assertProblem(await get('/api/orders/staff/all'), 401, 'UNAUTHENTICATED');
});
