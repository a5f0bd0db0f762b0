// What was sold: of dinners that were paid, less what was cancelled; a moment after the orders, and never in their way.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { get, patch, post } from './support/call.mjs';
import { sql } from './support/database.mjs';
import { assertBooksAgree } from './support/audit.mjs';
import { assertFaults, assertStatus, eventually } from './support/expect.mjs';
import { goods } from './support/goods.mjs';
import { cancel, guest } from './support/orders.mjs';
import { admin, customer } from './support/people.mjs';

const sales = async (query = '') => assertStatus(await get(`/v1/admin/sales?limit=100${query}`, { as: await admin() }), 200).data;
const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul' }).format(new Date());
const daysBefore = (n) => new Date(Date.parse(today) - n * 86400_000).toISOString().slice(0, 10);

async function pay(quantity) {
  return assertStatus(await post('/api/checkout/checkout', { json: { menu_code: 'english', style: 'simple', quantity, delivery: { address: '어딘가 1' },
    payment: { card_number: '4242424242424242', cardholder_name: 'KIM', expiry_date: '12/40', cvc: '123' } } }), 201);
}

const sold = async (name) => (await sales(`&from=${today}`)).sales.find((one) => one.kind === 'DINNER' && one.name === name) ?? { quantitySold: 0, amount: 0 };

test('a dinner that was paid is in the sales of its day; cancelled, it is off them', async () => {
  const [[name]] = await sql("SELECT name FROM products WHERE kind = 'DINNER' AND code = 'english'");
  const order = await pay(3);
  const lines = () => sql(`SELECT quantity, amount, day FROM sales_lines WHERE order_id = '${order.order_id}'`);
  await eventually(async () => assert.deepEqual(await lines(), [['3', String(order.total_price), today]]));
  const { quantitySold, amount } = await sold(name);
  assert.ok(quantitySold >= 3 && amount >= order.total_price);
  assertStatus(await cancel(order.order_id, guest(order.order_token)), 200);
  await eventually(async () => assert.deepEqual(await lines(), [['0', '0', today]]));
});

test('sales by day: pages that neither overlap nor skip, sums of all days', async () => {
  await pay(1);
  await eventually(async () => assert.ok((await sales()).sales.length > 0));
  const whole = await sales(`&from=${daysBefore(6)}&to=${today}`);
  assert.equal(whole.from, daysBefore(6));
  assert.equal(whole.to, today);
  const first = await get('/v1/admin/sales?limit=1', { as: await admin() });
  assert.equal(assertStatus(first, 200).data.sales.length, 1);
  assert.equal(first.body.data.sales[0].day, today);
  if (first.body.data.nextCursor !== null) {
    assert.match(first.headers.get('link'), /rel="next"/);
    const next = await sales(`&cursor=${first.body.data.nextCursor}`);
    assert.ok(!next.sales.some((one) => one.day === first.body.data.sales[0].day && one.productId === first.body.data.sales[0].productId));
  }
  assert.deepEqual((await sales('&from=2020-01-01&to=2020-01-02')).sales, []);
});

test('days that are none, and cursors of something else', async () => {
  const ask = async (query) => get(`/v1/admin/sales?${query}`, { as: await admin() });
  assertFaults(await ask('from=yesterday'), { '?from': 'not_a_date' });
  assertFaults(await ask('to=2026-02-30'), { '?to': 'not_a_date' });
  assertFaults(await ask('from=2026-02-03&to=2026-02-02'), { '?from': 'too_large' });
  assertFaults(await ask('from=2020-02-03&to=2026-02-02'), { '?from': 'too_small' });
  assertFaults(await ask('cursor=x'), { '?cursor': 'not_a_cursor' });
  assertFaults(await ask('limit=0'), { '?limit': 'too_small' });
});

// As the consumer writes them; whoever sold more in these days is above.
test('popular: the five most sold goods of three days, those no longer sold left out', async () => {
  const [[most]] = await sql('SELECT COALESCE(MAX(sold), 0) FROM (SELECT SUM(quantity) AS sold FROM sales_daily GROUP BY product_id) s');
  const made = [];
  for (let i = 0; i < 6; i++) made.push(await goods({ nameEn: `Popular ${i}` }));
  const count = (i) => Number(most) + 100 - i;
  const rows = made.map((one, i) => `('${daysBefore(i % 3)}', ${one.productId}, ${count(i)}, 1)`);
  rows.push(`('${daysBefore(3)}', ${made[5].productId}, 1000, 1)`);
  await sql(`INSERT INTO sales_daily (day, product_id, quantity, amount) VALUES ${rows.join(', ')}`);
  try {
    const ask = async () => assertStatus(await get('/v1/products/popular', { as: await admin() }), 200).data;	// past the cache
    const popular = await ask();
    assert.equal(popular.from, daysBefore(2));
    assert.equal(popular.to, today);
    assert.deepEqual(popular.products, made.slice(0, 5).map((one, i) => ({ rank: i + 1, productId: one.productId, name: one.name, price: one.price,
      quantitySold: count(i) })));
    await sql(`UPDATE products SET status = 'DISCONTINUED' WHERE product_id = ${made[0].productId}`);
    assert.deepEqual((await ask()).products.map((one) => one.productId), made.slice(1).map((one) => one.productId));
    const english = assertStatus(await get('/v1/products/popular', { as: await admin(), headers: { 'accept-language': 'en' } }), 200).data;
    assert.equal(english.products[0].name, 'Popular 1');
  } finally {
    await sql(`DELETE FROM sales_daily WHERE product_id IN (${made.map((one) => one.productId).join(', ')})`);
  }
});

test('popular: guests share an answer for some seconds', async () => {
  const path = `/v1/products/popular?${randomUUID()}`;	// an answer of this test's own
  const first = await get(path);
  assertStatus(first, 200);
  await sql(`INSERT INTO sales_daily (day, product_id, quantity, amount) SELECT '${today}', MAX(product_id), 1000000, 1 FROM products WHERE kind = 'GOODS'
    ON DUPLICATE KEY UPDATE quantity = quantity + 1000000`);
  try {
    assert.equal((await get(path)).text, first.text);
    await eventually(async () => assert.notEqual((await get(path)).text, first.text), 8000);
  } finally {
    await sql("UPDATE sales_daily SET quantity = quantity - 1000000 WHERE quantity >= 1000000");
    await sql('DELETE FROM sales_daily WHERE quantity = 0 AND amount = 1');
  }
});

// Goods by the piece: of six bought one is cancelled at once and two come back later, which the buyer is told, too.
test('goods: what is cancelled and what comes back is taken off the day they were sold', async () => {
  const as = await customer();
  await sql(`INSERT INTO wallets VALUES ('${as.userId}', 100000, 0); INSERT INTO wallet_entries (user_id, entry_id, kind, amount, balance_after, at)
    VALUES ('${as.userId}', UUID(), 'ADJUST', 100000, 100000, UTC_TIMESTAMP(3))`);
  const cup = await goods({ price: 1000, stock: 10 });
  const { orderKey } = assertStatus(await post('/v1/orders', { as, json: { items: [{ productId: cup.productId, quantity: 6 }], payment: { method: 'BALANCE' } } }), 201).data;
  const own = async () => (await sales(`&from=${today}&cursor=${today}.${cup.productId - 1}`)).sales.find((one) => one.productId === cup.productId);
  const step = (what, json) => post(`/v1/orders/${orderKey}/items/${orderKey}.0/${what}`, { json, as });
  const move = async (status) => assertStatus(await patch(`/v1/order-items/${orderKey}.0/status`, { json: { status }, as: await admin() }), 200);
  await eventually(async () => assert.deepEqual([(await own())?.quantitySold, (await own())?.kind], [6, 'GOODS']));
  assertStatus(await step('cancel', { quantity: 1 }), 200);
  await eventually(async () => assert.deepEqual([(await own()).quantitySold, (await own()).amount], [5, 5000]));
  for (const status of ['PREPARING', 'READY_FOR_DELIVERY', 'IN_DELIVERY', 'DELIVERED']) await move(status);
  assertStatus(await step('return', { quantity: 2, reason: '금이 갔어요' }), 200);
  await move('RETURN_PROCESSING');
  assert.equal((await own()).quantitySold, 5);	// not before they are back
  await move('RETURNED');
  await eventually(async () => assert.deepEqual([(await own()).quantitySold, (await own()).amount], [3, 3000]));
  const news = async () => assertStatus(await get(`/v1/users/${as.userId}/notifications`, { as }), 200).data.notifications.map((one) => one.kind).reverse();
  await eventually(async () => assert.deepEqual(await news(), ['PAYMENT_DONE', 'ORDER_PARTIALLY_CANCELLED', 'PAYMENT_REFUNDED', 'ORDER_PREPARING', 'DELIVERY_READY',
    'DELIVERY_STARTED', 'DELIVERY_DONE', 'RETURN_DONE', 'PAYMENT_REFUNDED']));
  await assertBooksAgree();
});
