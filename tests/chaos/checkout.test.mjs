// Kills checkout.fcgi between its steps (hold, charge, settle) and the worker between asking and writing, and proves that nobody
// pays for nothing, that nothing stays held, and that the same key then tells what became of it.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';

import { Book } from './book.mjs';
import { Client, known } from './client.mjs';
import { Instance, until } from './instance.mjs';
import { checkout, hurry } from './payers.mjs';
import { chance } from './prng.mjs';

const instance = new Instance();
const client = new Client(instance.url, new Book());
const rng = chance(20261125, 'checkout');
const run = `paid-${randomBytes(4).toString('hex').replace(/\d/g, 'x')}`;

const pay = (key, card) => ['POST', '/api/checkout/checkout', { body: checkout(key, card), headers: { 'idempotency-key': key } }];
const stateOf = async (key) => (await instance.sql(`SELECT CONCAT(o.status, ' ', p.status) FROM orders o JOIN payments p USING (order_id)
  WHERE o.delivery_notes = '${key}'`)).map(([state]) => state);
const becomes = async (key, state) => assert.ok(await until(40000, async () => (await stateOf(key))[0] === state, 100), `${key} is ${await stateOf(key)}, not ${state}`);

before(() => hurry(instance));
after(async () => {
  await instance.relaunch('checkout');
  client.close();
});

async function killedAt(point, key, card) {
  await instance.relaunch('checkout', `BANQUET_CRASH_AT=${point}`);
  const pid = instance.pid('checkout');
  const answer = await client.call(...pay(key, card));
  assert.ok(!known(answer), `answered ${answer.status}`);
  assert.ok(await until(5000, () => ![null, pid].includes(instance.pid('checkout'))), 'it was killed, and runs again');
  await instance.relaunch('checkout');
}

test('killed before the gateway was asked: given back, and the key says so', { timeout: 120000 }, async () => {
  const key = `${run}-held`;
  await killedAt('CHECKOUT_HELD', key, '4242424242424242');
  assert.deepEqual(await stateOf(key), ['PENDING_PAYMENT PROGRESS']);
  await becomes(key, 'CANCELLED FAILED');
  assert.equal((await client.insist(rng, ...pay(key, '4242424242424242'))).status, 402);
});

test('killed after the gateway charged: found paid, and the key says so', { timeout: 120000 }, async () => {
  const key = `${run}-charged`;
  await killedAt('CHECKOUT_CHARGED', key, '4242424242424242');
  await becomes(key, 'PAID SUCCESS');
  const answer = await client.insist(rng, ...pay(key, '4242424242424242'));
  assert.equal(answer.status, 201);
  assert.match(answer.json.order_token, /^[\w-]{22}$/);
  assert.equal((await stateOf(key)).length, 1);
});

test('killed before the buyer was told: the same key tells', { timeout: 120000 }, async () => {
  const key = `${run}-settled`;
  await killedAt('CHECKOUT_SETTLED', key, '4242424242424242');
  assert.deepEqual(await stateOf(key), ['PAID SUCCESS']);
  assert.equal((await client.insist(rng, ...pay(key, '4242424242424242'))).status, 201);
  assert.equal((await stateOf(key)).length, 1);
});

test('the worker killed between asking and writing: the next one goes on', { timeout: 120000 }, async () => {
  const key = `${run}-worker`;
  const worker = instance.pid('worker');
  instance.signal(worker, 'SIGSTOP');
  try {
    assert.equal((await client.insist(rng, ...pay(key, '4000000000000259'))).status, 202);
    await until(3000, async () => false);	// until it is due
    const died = await new Promise((resolve) => {
      execFile(path.join(instance.dir, 'bin/worker'), ['--once'], { env: { ...process.env, BANQUET_CRASH_AT: 'COMPENSATE_ASKED',
        BANQUET_CONFIG: path.join(instance.dir, 'banquet.conf'), BANQUET_DB_SOCKET: instance.db, BANQUET_DB_USER: 'banquet', BANQUET_DB_NAME: 'banquet',
        BANQUET_GATEWAY_URL: process.env.BANQUET_GATEWAY_URL, BANQUET_DATA_DIR: instance.root } }, (error) => resolve(error?.signal));
    });
    assert.equal(died, 'SIGKILL');
    assert.deepEqual(await stateOf(key), ['PENDING_PAYMENT PROGRESS']);
  } finally {
    instance.signal(worker, 'SIGCONT');
  }
  await becomes(key, 'PAID SUCCESS');
});

test('afterwards the books agree, ours and the gateway\'s', { timeout: 120000 }, async () => {
  await instance.audit();
  await instance.reconcile();
});
