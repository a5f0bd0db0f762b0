// Kills checkout.fcgi between the steps of a charge of the balance (hold, charge, settle), and proves that nobody pays for nothing, that nothing
// is in a balance that was not paid, and that the same key then tells what became of it.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';

import { Book } from './book.mjs';
import { Client, known } from './client.mjs';
import { Instance, until } from './instance.mjs';
import { hurry } from './payers.mjs';
import { chance } from './prng.mjs';

const instance = new Instance();
const client = new Client(instance.url, new Book());
const rng = chance(20261126, 'charge');
const run = `charge-${randomBytes(4).toString('hex').replace(/\d/g, 'x')}`;
let member;

const pay = (key, amount) => ['POST', `/v1/users/${member.userId}/balance/charges`, { headers: { 'idempotency-key': key, authorization: `Bearer ${member.token}` },
  body: { amount, payment: { card_number: '4242424242424242', cardholder_name: 'KIM', expiry_date: '12/40', cvc: '123' } } }];
const stateOf = async (amount) => (await instance.sql(`SELECT status FROM payments WHERE user_id = '${member.userId}' AND amount = ${amount}`)).map(([state]) => state);
const entered = async (amount) => Number((await instance.sql(`SELECT COUNT(*) FROM wallet_entries WHERE user_id = '${member.userId}' AND amount = ${amount}`))[0][0]);
const becomes = async (amount, state) => assert.ok(await until(40000, async () => (await stateOf(amount))[0] === state, 100), `${amount} is ${await stateOf(amount)}, not ${state}`);

before(async () => {
  await hurry(instance);
  const email = `${run}@test.example`, password = 'correct horse';
  const headers = {};
  assert.equal((await client.insist(rng, 'POST', '/v1/users', { body: { email, password, name: 'KIM' }, headers })).status, 201);
  member = (await client.insist(rng, 'POST', '/v1/sessions', { body: { email, password }, headers })).json.data;
});
after(async () => {
  await instance.relaunch('checkout');
  client.close();
});

async function killedAt(point, key, amount) {
  await instance.relaunch('checkout', `BANQUET_CRASH_AT=${point}`);
  const pid = instance.pid('checkout');
  const answer = await client.call(...pay(key, amount));
  assert.ok(!known(answer), `answered ${answer.status}`);
  assert.ok(await until(5000, () => ![null, pid].includes(instance.pid('checkout'))), 'it was killed, and runs again');
  await instance.relaunch('checkout');
}

test('killed before the gateway was asked: failed, and the key says so', { timeout: 120000 }, async () => {
  await killedAt('CHARGE_HELD', `${run}-held`, 100);
  assert.deepEqual(await stateOf(100), ['PROGRESS']);
  await becomes(100, 'FAILED');
  assert.equal((await client.insist(rng, ...pay(`${run}-held`, 100))).status, 402);
  assert.equal(await entered(100), 0);
});

test('killed after the gateway charged: paid in, once, and the key says so', { timeout: 120000 }, async () => {
  await killedAt('CHARGE_CHARGED', `${run}-charged`, 200);
  await becomes(200, 'SUCCESS');
  const answer = await client.insist(rng, ...pay(`${run}-charged`, 200));
  assert.equal(answer.status, 201);
  assert.equal(answer.json.data.amount, 200);
  assert.deepEqual([(await stateOf(200)).length, await entered(200)], [1, 1]);
});

test('killed before the member was told: the same key tells', { timeout: 120000 }, async () => {
  await killedAt('CHARGE_SETTLED', `${run}-settled`, 300);
  assert.deepEqual(await stateOf(300), ['SUCCESS']);
  assert.equal((await client.insist(rng, ...pay(`${run}-settled`, 300))).status, 201);
  assert.deepEqual([(await stateOf(300)).length, await entered(300)], [1, 1]);
});

test('afterwards the books agree, ours and the gateway\'s', { timeout: 120000 }, async () => {
  await instance.audit();
  await instance.reconcile();
});
