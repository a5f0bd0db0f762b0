// Idempotency-Key: one key, one effect, one answer; whatever happens in between, however many come at once.
import { before, test } from 'node:test';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { get, post } from './support/call.mjs';
import { sql } from './support/database.mjs';
import { assertBooksAgree } from './support/audit.mjs';
import { assertFaults, assertProblem, assertStatus } from './support/expect.mjs';
import { cancel, guest, place, walk, wish } from './support/orders.mjs';
import { admin, customer } from './support/people.mjs';
import { needs } from './support/price.mjs';
import { setStock, stock, stockAtRest, taken } from './support/stock.mjs';

before(() => stockAtRest());	// no pieces come back meanwhile from what earlier tests left unpaid

const keyed = (key, more = {}) => ({ ...more, headers: { 'idempotency-key': key, ...more.headers } });
const order = (key, more = {}, options = {}) => post('/api/orders/', keyed(key, { json: wish(more), ...options }));
const same = (a, b) => {
  assert.equal(b.status, a.status);
  assert.equal(b.text, a.text);
  assert.equal(b.headers.get('location'), a.headers.get('location'));
  assert.equal(b.headers.get('set-cookie'), a.headers.get('set-cookie'));
};

test('the same again gets the same answer, byte for byte, and takes nothing', async () => {
  const key = randomUUID();
  const first = await order(key, { quantity: 2, side_dishes: [{ code: 'salad' }] });
  const { order: placed, order_token } = assertStatus(first, 201);
  assert.ok(order_token);
  const before = await stock();
  for (let i = 0; i < 3; i++) same(first, await order(key, { quantity: 2, side_dishes: [{ code: 'salad' }] }));
  assert.deepEqual(await stock(), before);
  // Also when the order has gone on since, and when somebody with another language asks.
  await walk(placed.id, ['PREPARING']);
  same(first, await order(key, { quantity: 2, side_dishes: [{ code: 'salad' }] }, { language: 'en' }));
});

test('the same request may be spelled otherwise', async () => {
  const key = randomUUID();
  const first = await order(key, { customizations: { wine: 2, premium_steak: 2 } });
  assertStatus(first, 201);
  same(first, await post('/api/orders/', keyed(key, { json: {
    customizations: { premium_steak: 2, wine: 2 }, quantity: 1, notes: null, order_type: 'DELIVERY', ...wish() } })));
  same(first, await post('/api/orders/', keyed(key, { form: wish({ customizations: { wine: 2, premium_steak: 2 }, notes: '' }) })));
  same(first, await post('/api/orders', keyed(key, { multipart: wish({ customizations: { wine: 2, premium_steak: 2 } }) })));
});

test('another request under the key is refused', async () => {
  const key = randomUUID();
  assertStatus(await order(key), 201);
  const before = await stock();
  for (const more of [{ quantity: 2 }, { notes: 'x' }, { style: 'grand' }, { customizations: { wine: 2 } }])
    assertProblem(await order(key, more), 422, 'IDEMPOTENCY_KEY_REUSED');
  assert.deepEqual(await stock(), before);
});

test('keys are each caller\'s own, and each endpoint\'s', async () => {
  const key = randomUUID();
  const [one, two] = [await customer(), await customer()];
  const answers = [await order(key, {}, { as: one }), await order(key, {}, { as: two }), await order(key)];
  answers.push(await order(key, {}, { headers: { 'x-order-token': 'A'.repeat(22) } }));
  assert.equal(new Set(answers.map((answer) => assertStatus(answer, 201).order.id)).size, 4);
  const first = answers[0].body.order.id;
  const again = await post(`/api/orders/reorder/${first}`, keyed(key, { json: {}, as: one }));
  assert.notEqual(assertStatus(again, 201).order.id, first);
  same(again, await post(`/api/orders/reorder/${first}`, keyed(key, { json: {}, as: one })));
});

test('bare and quoted are one key', async () => {
  const key = `bare-${randomUUID()}`;
  const first = await order(key);
  assertStatus(first, 201);
  for (const spelled of [`"${key}"`, ` "${key}" `]) same(first, await order(spelled));
});

test('a key has 1 to 255 visible characters', async () => {
  const fill = (n) => randomUUID().padEnd(n, 'k');
  for (const key of [fill(255), `"${fill(255)}"`, '~!@#$%^&*()_+-=[]{}|;:,./<>?'.concat(randomUUID())]) assertStatus(await order(key), 201);
  for (const key of [fill(256), `"${fill(256)}"`, '""', 'two words', '"open', `a"b c`])
    assertFaults(await order(key), { 'Idempotency-Key': 'not_a_key' });
});

test('a form carries the key as a field', async () => {
  const key = randomUUID();
  for (const format of ['form', 'multipart']) {
    const first = await post('/api/orders/', { [format]: { ...wish(), idempotency_key: `${format}-${key}` } });
    assertStatus(first, 201);
    same(first, await post('/api/orders/', { [format]: { ...wish(), idempotency_key: `${format}-${key}` } }));
    same(first, await post('/api/orders/', keyed(`${format}-${key}`, { json: wish() })));
  }
  assertFaults(await post('/api/orders/', { form: { ...wish(), idempotency_key: 'two words' } }), { '/idempotency_key': 'not_a_key' });
  assertFaults(await post('/api/orders/', { json: { ...wish(), idempotency_key: key } }), { '/idempotency_key': 'unknown_field' });
  assertStatus(await post('/api/orders/', { form: { ...wish(), idempotency_key: '' } }), 201);
});

test('a refused request uses no key up', async () => {
  const key = randomUUID();
  assertFaults(await order(key, { quantity: 11 }), { '/quantity': 'too_large' });
  assertFaults(await order(key, { dinner_code: 'goulash' }), { '/dinner_code': 'unknown' });
  await setStock('cupid_decoration', 0);
  try {
    assertProblem(await order(key), 409, 'STOCK_NOT_ENOUGH');
  } finally {
    await setStock('cupid_decoration', 100000);
  }
  same(assertStatus(await order(key), 201) && (await order(key)), await order(key));
});

test('nothing of an answer is readable in the database', async () => {
  const notes = `secret ${randomUUID()}`;
  const { order_token } = assertStatus(await order(randomUUID(), { notes }), 201);
  const found = await sql(`SELECT COUNT(*) FROM idempotency WHERE INSTR(answer, '${order_token}') OR INSTR(answer, '${notes}')`);
  assert.deepEqual(found, [['0']]);
});

for (const n of [2, 8, 64])
  test(`${n} at once make one order`, async () => {
    const member = await customer();
    for (const options of [{}, { as: member }]) {
      const key = randomUUID();
      const before = await stock();
      const answers = await Promise.all(Array.from({ length: n }, () => order(key, { quantity: 3 }, options)));
      const placed = answers.filter((answer) => answer.status === 201);
      // Who comes while the first is still under way may be asked to come back.
      for (const answer of answers.filter((one) => one.status !== 201)) {
        assertProblem(answer, 409, 'IDEMPOTENCY_IN_FLIGHT');
        assert.ok(answer.headers.get('retry-after'));
      }
      assert.ok(placed.length >= 1);
      for (const answer of placed) same(placed[0], answer);
      assert.deepEqual(taken(before, await stock()), needs(wish({ quantity: 3 })));
      same(placed[0], await order(key, { quantity: 3 }, options));
    }
  });

test('of two different requests at once under one key one is taken', async () => {
  for (let round = 0; round < 5; round++) {
    const key = randomUUID();
    const answers = await Promise.all([1, 2].map((quantity) => order(key, { quantity })));
    assert.deepEqual(answers.map((answer) => answer.status).slice().sort(), [201, 422]);
  }
});

test('cancelling under a key: the answer of the first', async () => {
  const member = await customer();
  const { order: placed } = await place({ quantity: 2 }, { as: member });
  const key = randomUUID();
  const end = (more = {}) => cancel(placed.id, keyed(key, { json: { reason: 'x', ...more }, as: member }));
  const answers = await Promise.all(Array.from({ length: 8 }, () => end()));
  for (const answer of answers) same(answers[0], answer);
  assertStatus(answers[0], 200);
  const before = await stock();
  same(answers[0], await end());
  assert.deepEqual(await stock(), before);
  assertProblem(await end({ reason: 'y' }), 422, 'IDEMPOTENCY_KEY_REUSED');
  assertProblem(await cancel(placed.id, { as: member }), 409, 'ORDER_STATE_CONFLICT');
});

test('the key of one order does not cancel another', async () => {
  const member = await customer();
  const [first, second] = [(await place({}, { as: member })).order, (await place({}, { as: member })).order];
  const key = randomUUID();
  assertStatus(await cancel(first.id, keyed(key, { as: member })), 200);
  assertProblem(await cancel(second.id, keyed(key, { as: member })), 422, 'IDEMPOTENCY_KEY_REUSED');
  assert.equal(assertStatus(await get(`/api/orders/${second.id}`, { as: await admin() }), 200).order.status, 'PENDING');
});

test('a guest\'s answer is opened by the guest\'s token alone', async () => {
  const key = randomUUID();
  const first = await place({}, keyed(key, { json: wish() }));
  assertStatus(await cancel(first.order.id, keyed(key, guest(first.order_token))), 200);
  assertProblem(await cancel(first.order.id, keyed(key)), 404, 'ENTITY_NOT_FOUND');
});

test('the books agree', assertBooksAgree);
