// Kills orders.fcgi at each point of the desk's transaction (lib/base/crash.def), with a batch under way, and
// proves that nothing is left halfway and that the same keys then give exactly one order each.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { Book } from './book.mjs';
import { Client, known } from './client.mjs';
import { Instance, until } from './instance.mjs';
import { chance } from './prng.mjs';
import { settled } from './verdict.mjs';

const instance = new Instance();
const client = new Client(instance.url, new Book());
const points = [...readFileSync(path.join(instance.root, 'lib/base/crash.def'), 'utf8').matchAll(/^CRASH_POINT\((\w+),/gm)].map(([, name]) => name)
  .filter((name) => name.startsWith('BATCH_'));	// checkout.test.mjs has those of paying
const rng = chance(20261121, 'crashpoints');
const run = `crash-${randomBytes(4).toString('hex').replace(/\d/g, 'x')}`;

const dinners = [['valentine', 'simple'], ['french', 'grand'], ['english', 'deluxe'], ['french', 'simple']];

/** One way to send an order: the same every time it is called. */
function order(key, n) {
  const [dinner_code, style] = dinners[n % dinners.length];
  return ['POST', '/api/orders/', { body: { dinner_code, style, delivery_address: '서울시 강남구 테헤란로 1', notes: key }, headers: { 'idempotency-key': key } }];
}

const ordersOf = async (mark) => new Map((await instance.sql(`SELECT notes, GROUP_CONCAT(order_id) FROM orders WHERE notes LIKE '${mark}-%' GROUP BY notes`))
  .map(([key, ids]) => [key, ids.split(',')]));

before(async () => {
  assert.ok(await settled(instance, client, 20000));
  await instance.restock();
  await instance.relaunch();
});
after(async () => {
  await instance.relaunch();
  const well = await settled(instance, client, 20000);
  client.close();
  assert.ok(well);
});

test('the points are those of the table', () => assert.ok(points.length >= 7));

test('a program does not start with a point that is not there', async () => {
  const { status, err } = await new Promise((resolve) => {
    execFile(path.join(instance.dir, 'bin/worker'), ['--once'], { env: { ...process.env, BANQUET_CRASH_AT: 'BATCH_NOWHERE' } },
      (error, out, text) => resolve({ status: error?.code ?? 0, err: text }));
  });
  assert.notEqual(status, 0);
  assert.match(err, /BANQUET_CRASH_AT/);
});

for (const point of points) {
  test(`killed at ${point}: nothing is left halfway, and the same keys give one order each`, async () => {
    const mark = `${run}-${point}`, keys = Array.from({ length: 12 }, (_, n) => `${mark}-${n}`);
    const first = await client.insist(rng, ...order(`${mark}-before`, 0));
    assert.equal(first.status, 201);
    const cancel = ['POST', `/api/orders/${first.json.order.id}/cancel`, { body: {}, headers: { 'x-order-token': first.json.order_token, 'idempotency-key': `${mark}-cancel` } }];

    await instance.relaunch(`BANQUET_CRASH_AT=${point}`);
    const pid = instance.pid('orders');
    const answers = await Promise.all([...keys.map((key, n) => client.call(...order(key, n))), client.call(...cancel)]);
    for (const answer of answers) assert.ok(!known(answer), `answered ${answer.status}`);
    assert.ok(await until(2000, () => ![null, pid].includes(instance.pid('orders'))), 'it was killed, and runs again');

    await instance.relaunch();
    await instance.audit();
    const left = await ordersOf(mark);
    left.delete(`${mark}-before`);
    const [[stage]] = await instance.sql(`SELECT stage FROM orders WHERE notes = '${mark}-before'`);
    if (point === 'BATCH_COMMITTED') assert.ok(left.size >= 1 || stage === 'CANCELLED', 'what was committed is there');
    else assert.deepEqual([left.size, stage], [0, 'PENDING'], 'what was not committed is not there');

    const again = await Promise.all(keys.map((key, n) => client.insist(rng, ...order(key, n))));
    for (const [n, answer] of again.entries()) {
      assert.equal(answer.status, 201);
      if (left.has(keys[n])) assert.deepEqual(left.get(keys[n]), [answer.json.order.id], 'the answer to the order that was committed');
    }
    assert.equal((await client.insist(rng, ...cancel)).status, 200);
    const now = await ordersOf(mark);
    for (const [n, key] of keys.entries()) assert.deepEqual(now.get(key), [again[n].json.order.id]);
    await instance.audit();
  });
}
