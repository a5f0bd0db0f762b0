// What was sold: of dinners that were paid, less what was cancelled; a moment after the orders, and never in their way.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { get, post } from './support/call.mjs';
import { sql } from './support/database.mjs';
import { assertFaults, assertStatus, eventually } from './support/expect.mjs';
import { goods } from './support/goods.mjs';
import { cancel, guest } from './support/orders.mjs';
import { admin } from './support/people.mjs';

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
  const first = await get('/v1/products/popular');
  assertStatus(first, 200);
  await sql(`INSERT INTO sales_daily (day, product_id, quantity, amount) SELECT '${today}', MAX(product_id), 1000000, 1 FROM products WHERE kind = 'GOODS'
    ON DUPLICATE KEY UPDATE quantity = quantity + 1000000`);
  try {
    assert.equal((await get('/v1/products/popular')).text, first.text);
  } finally {
    await sql("UPDATE sales_daily SET quantity = quantity - 1000000 WHERE quantity >= 1000000");
    await sql('DELETE FROM sales_daily WHERE quantity = 0 AND amount = 1');
  }
});
