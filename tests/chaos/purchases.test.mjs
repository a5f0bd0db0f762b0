// Kills checkout.fcgi while goods are paid from the balance: at each point of the desk's transaction, and at any moment of a rush for the last
// pieces. Order, stock, coupon, points, balance, payment and event are there together or not at all, and the same keys give one order each.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { crowd } from '../api/support/crowd.mjs';
import { Book } from './book.mjs';
import { Client, known } from './client.mjs';
import { Instance, sleep, until } from './instance.mjs';
import { signIn } from './people.mjs';
import { chance } from './prng.mjs';
import { settled } from './verdict.mjs';

const PRICE = 3000, OFF = 1000, POINTS = 500, MONEY = 10000;
const instance = new Instance();
const client = new Client(instance.url, new Book());
const points = [...readFileSync(path.join(instance.root, 'lib/base/crash.def'), 'utf8').matchAll(/^CRASH_POINT\((BATCH_\w+),/gm)].map(([, name]) => name);
const rng = chance(20261125, 'purchases');
let admin;

async function goods(stock) {
  const answer = await client.insist(rng, 'POST', '/v1/products', { headers: { ...admin.headers, 'idempotency-key': randomUUID() },
    body: { name: '소동 컵', price: PRICE, stock, category: 'chaos' } });
  assert.equal(answer.status, 201);
  return answer.json.data.productId;
}

/** n members with money, points, and a coupon each. */
async function buyers(n) {
  const made = await client.insist(rng, 'POST', '/v1/coupons', { headers: admin.headers, body: { name: '소동 쿠폰', kind: 'FIXED', value: OFF, quantity: n,
    validDays: 7, issueTo: new Date(Date.now() + instance.shift + 86400000).toISOString() } });
  assert.equal(made.status, 201);
  const members = (await crowd(n)).map((member) => ({ ...member, key: randomUUID() }));
  for (const member of members) {
    await instance.sql(`INSERT INTO wallets VALUES ('${member.userId}', ${MONEY}, ${POINTS});
      INSERT INTO wallet_entries (user_id, entry_id, kind, amount, balance_after, at) VALUES
      ('${member.userId}', UUID(), 'ADJUST', ${MONEY}, ${MONEY}, UTC_TIMESTAMP(3)), ('${member.userId}', UUID(), 'ADJUST_POINTS', ${POINTS}, ${POINTS}, UTC_TIMESTAMP(3))`);
    const claimed = await client.insist(rng, 'POST', `/v1/coupons/${made.json.data.couponId}/claims`,
      { headers: { authorization: `Bearer ${member.token}`, 'idempotency-key': member.key } });
    assert.equal(claimed.status, 201);
    member.coupon = claimed.json.data.issuedCouponId;
  }
  return members;
}

/** One way to buy: the same every time it is called. */
const buy = (productId, { token, key, coupon }) => ['POST', '/v1/orders', { headers: { authorization: `Bearer ${token}`, 'idempotency-key': key },
  body: { productId, payment: { method: 'BALANCE', couponIds: [coupon], points: POINTS } } }];

/** The orders of these goods, by their buyers; each member has what is left after one, or everything. */
async function bought(productId, members, stock) {
  const orders = new Map(await instance.sql(`SELECT o.user_id, o.order_id FROM orders o JOIN order_items i USING (order_id) WHERE i.product_id = ${productId}`));
  const [[left]] = await instance.sql(`SELECT CAST(available AS INT) FROM stock JOIN products USING (sku_id) WHERE product_id = ${productId}`);
  assert.equal(Number(left), stock - orders.size, 'stock');
  const wallets = new Map((await instance.sql('SELECT user_id, balance, points FROM wallets')).map(([user, ...figures]) => [user, figures.map(Number)]));
  const coupons = new Map(await instance.sql('SELECT issued_coupon_id, status FROM issued_coupons'));
  for (const { userId, coupon } of members) {
    const has = orders.has(userId);
    assert.deepEqual(wallets.get(userId), has ? [MONEY - (PRICE - OFF - POINTS), 0] : [MONEY, POINTS], 'balance and points');
    assert.equal(coupons.get(coupon), has ? 'USED' : 'ACTIVE', 'coupon');
  }
  return orders;
}

before(async () => {
  assert.ok(await settled(instance, client, 20000));
  await instance.relaunch('checkout');
  admin = await signIn(client, rng, 'admin@banquet.test');
});
after(async () => {
  await instance.relaunch('checkout');
  const well = await settled(instance, client, 20000);
  client.close();
  assert.ok(well);
});

for (const point of points) {
  test(`killed at ${point}: nothing is bought halfway, and the same keys give one order each`, async () => {
    const productId = await goods(100), members = await buyers(12);
    await instance.relaunch('checkout', `BANQUET_CRASH_AT=${point}`);
    const pid = instance.pid('checkout');
    const answers = await Promise.all(members.map((member) => client.call(...buy(productId, member))));
    for (const answer of answers) assert.ok(!known(answer), `answered ${answer.status}`);
    assert.ok(await until(2000, () => ![null, pid].includes(instance.pid('checkout'))), 'it was killed, and runs again');

    await instance.relaunch('checkout');
    await instance.audit();
    const left = await bought(productId, members, 100);
    if (point === 'BATCH_COMMITTED') assert.ok(left.size >= 1, 'what was committed is there');
    else assert.equal(left.size, 0, 'what was not committed is not there');
    for (const member of members) {
      const { status, json } = await client.insist(rng, ...buy(productId, member));
      assert.equal(status, 201);
      assert.ok([undefined, json.data.orderKey].includes(left.get(member.userId)), 'the answer is of the order that was committed');
    }
    assert.equal((await bought(productId, members, 100)).size, 12);
    await instance.audit();
  });
}

test('killed again and again in a rush for the last pieces: exactly as many as there are', async () => {
  const stock = 40, productId = await goods(stock), members = await buyers(80);
  let rushing = true, kills = 0;
  const killer = (async () => {
    for (; rushing; await sleep(rng.between(30, 200))) kills += instance.signal(instance.pid('checkout'), 'SIGKILL') ? 1 : 0;
  })();
  const answers = await Promise.all(members.map((member) => client.insist(rng, ...buy(productId, member))));
  rushing = false;
  await killer;
  assert.ok(kills > 0, 'it was killed');
  assert.ok(await settled(instance, client, 20000));
  const orders = await bought(productId, members, stock);
  assert.equal(orders.size, stock);
  for (const [i, member] of members.entries()) {
    const answer = answers[i].status === 201 ? answers[i] : await client.insist(rng, ...buy(productId, member));
    if (answer.status === 201) assert.equal(orders.get(member.userId), answer.json.data.orderKey);
    else assert.deepEqual([answer.json.code, orders.has(member.userId)], ['STOCK_NOT_ENOUGH', false]);
  }
  await instance.audit();
});
