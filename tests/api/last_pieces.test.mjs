// The last pieces: however many want them at once, exactly as many get them as there are.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { post } from './support/call.mjs';
import { assertBooksAgree } from './support/audit.mjs';
import { assertProblem, assertStatus } from './support/expect.mjs';
import { cancel, guest, place, wish } from './support/orders.mjs';
import { customer } from './support/people.mjs';
import { needs } from './support/price.mjs';
import { ingredient } from './support/shop.mjs';
import { setStock, stock, stockAtRest, taken } from './support/stock.mjs';

const full = 100000;
before(() => stockAtRest());	// none of these pieces comes back from what earlier tests left unpaid
after(async () => {
  for (const code of ['heart_plate', 'cupid_decoration', 'wine', 'cake_base', 'champagne_bottle', 'baguette', 'fresh_salad']) await setStock(code, full);
});

const order = (more = {}, options = {}) => post('/api/orders/', { json: wish(more), ...options });
const count = (answers, status) => answers.filter((answer) => answer.status === status).length;

test('a shortage names what is short, what was wanted and what there is', async () => {
  await setStock('heart_plate', 3);
  await setStock('cupid_decoration', 2.5);
  const before = await stock();
  const problem = assertProblem(await order({ quantity: 4, customizations: { coffee: 2 } }), 409, 'STOCK_NOT_ENOUGH');
  assert.deepEqual(problem.shortages.slice().sort((a, b) => a.sku.localeCompare(b.sku)), [
    { sku: 'cupid_decoration', name: '큐피드 장식', wanted: 4, available: 2.5 }, { sku: 'heart_plate', name: '하트 모양 접시', wanted: 4, available: 3 }]);
  assert.equal(problem.message, '재고가 부족합니다.');
  const english = assertProblem(await order({ quantity: 4 }, { language: 'en' }), 409, 'STOCK_NOT_ENOUGH');
  assert.match(english.message, /not enough stock/);
  assert.ok(english.shortages.some((short) => short.name === ingredient('heart_plate').name_en));
  assert.deepEqual(await stock(), before, 'who is short takes nothing');
  await setStock('heart_plate', full);
  await setStock('cupid_decoration', full);
});

test('the same SKU twice in one order is counted once over', async () => {
  // Two bottles with the dinner, three in side dishes: five.
  const json = { quantity: 2, side_dishes: [{ code: 'wine_glass', quantity: 2 }, { code: 'wine_glass' }] };
  await setStock('wine', 4);
  const problem = assertProblem(await order(json), 409, 'STOCK_NOT_ENOUGH');
  assert.deepEqual(problem.shortages, [{ sku: 'wine', name: '와인', wanted: 5, available: 4 }]);
  await setStock('wine', 5);
  assertStatus(await order(json), 201);
  assert.equal((await stock()).wine, 0);
  assertProblem(await order(), 409, 'STOCK_NOT_ENOUGH');
  assertStatus(await order({ customizations: { wine: 0 } }), 201);	// left out, it is not missed
  await setStock('wine', full);
});

for (const [n, pieces] of [[2, 1], [20, 7], [64, 40]])
  test(`${n} at once for ${pieces} pieces: ${pieces} get one`, async () => {
    await setStock('heart_plate', pieces);
    const before = await stock();
    const answers = await Promise.all(Array.from({ length: n }, () => order()));
    assert.equal(count(answers, 201), pieces);
    assert.equal(count(answers, 409), n - pieces);
    for (const answer of answers.filter((one) => one.status === 409))
      assert.deepEqual(assertProblem(answer, 409, 'STOCK_NOT_ENOUGH').shortages.map((short) => [short.sku, short.wanted]), [['heart_plate', 1]]);
    const now = await stock();
    assert.equal(now.heart_plate, 0);
    assert.deepEqual(taken(before, now), Object.fromEntries(Object.entries(needs(wish())).map(([code, quantity]) => [code, quantity * pieces])));
    await setStock('heart_plate', full);
  });

test('fractions of the last pieces', async () => {
  await setStock('cake_base', 10);	// 1.5 each: six, and one left over
  const cakes = { side_dishes: [{ code: 'custom_cake', flavor: 'vanilla', size: 'size_2' }] };
  const answers = await Promise.all(Array.from({ length: 12 }, () => order(cakes)));
  assert.equal(count(answers, 201), 6);
  assert.equal((await stock()).cake_base, 1000);
  assertStatus(await order({ side_dishes: [{ code: 'custom_cake', flavor: 'vanilla', size: 'size_1' }] }), 201);
  assert.equal((await stock()).cake_base, 0);
  await setStock('cake_base', full);
});

test('orders of different sizes leave nothing below zero', async () => {
  await setStock('baguette', 30);	// four a champagne dinner
  await setStock('champagne_bottle', 6);
  const answers = await Promise.all(Array.from({ length: 24 }, (_, i) => order({ dinner_code: 'champagne', style: 'grand', quantity: 1 + (i % 3) })));
  const sold = answers.filter((answer) => answer.status === 201).reduce((sum, answer) => sum + answer.body.order.quantity, 0);
  const now = await stock();
  assert.equal(now.champagne_bottle, (6 - sold) * 1000);
  assert.equal(now.baguette, (30 - 4 * sold) * 1000);
  assert.ok(sold >= 4 && sold <= 6, `${sold}`);	// who wants one or two finds them while they last
  await setStock('baguette', full);
  await setStock('champagne_bottle', full);
});

test('what a cancelled order gives back is sold again', async () => {
  await setStock('fresh_salad', 1);
  const french = { dinner_code: 'french' };
  const first = await place(french);
  assertProblem(await order(french), 409, 'STOCK_NOT_ENOUGH');
  assertStatus(await cancel(first.order.id, guest(first.order_token)), 200);
  const answers = await Promise.all(Array.from({ length: 5 }, () => order(french)));
  assert.equal(count(answers, 201), 1);
  await setStock('fresh_salad', full);
});

test('ordering and cancelling at the same time, by members with keys, comes out even', async () => {
  await setStock('heart_plate', 10);
  const before = await stock();
  const members = await Promise.all(Array.from({ length: 6 }, () => customer()));
  const live = [];
  await Promise.all(members.map(async (as) => {
    for (let round = 0; round < 6; round++) {
      const placed = await order({ quantity: 1 + (round % 2) }, { as, headers: { 'idempotency-key': randomUUID() } });
      if (placed.status !== 201) {
        assertProblem(placed, 409, 'STOCK_NOT_ENOUGH');
        continue;
      }
      if (round % 3 === 2) live.push(placed.body.order.quantity);
      else assertStatus(await cancel(placed.body.order.id, { as }), 200);
    }
  }));
  const kept = live.reduce((sum, quantity) => sum + quantity, 0);
  assert.deepEqual(taken(before, await stock()), kept === 0 ? {} : Object.fromEntries(Object.entries(needs(wish())).map(([code, quantity]) => [code, quantity * kept])));
  await setStock('heart_plate', full);
});

test('the books agree', assertBooksAgree);
