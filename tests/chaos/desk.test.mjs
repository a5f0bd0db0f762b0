// What the desk does when transactions meet or fail, each case set up on purpose: by locks held from outside,
// and by a trigger that refuses some rows.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import os from 'node:os';

import { Book } from './book.mjs';
import { Client } from './client.mjs';
import { Instance, sleep, until } from './instance.mjs';
import { settled } from './verdict.mjs';

const instance = new Instance();
const client = new Client(instance.url, new Book());
const run = `keys-${randomBytes(4).toString('hex').replace(/\d/g, 'x')}`;
const LAST = 'cupid_decoration';

/** A database session that keeps rows locked until it is told to let go. */
function lock(query) {
  const child = spawn('mariadb', ['--no-defaults', `--socket=${instance.db}`, `--user=${os.userInfo().username}`, '--unbuffered', 'banquet'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const held = new Promise((resolve) => { child.stdout.once('data', resolve); });
  child.stdin.write(`BEGIN; ${query} FOR UPDATE;\n`);
  return held.then(() => () => new Promise((resolve) => {
    child.once('close', resolve);
    child.stdin.end('ROLLBACK;\n');
  }));
}

/** Until that many transactions wait for a lock.  Asked more often, the server shows what it showed before. */
const waiting = (n) => until(2500, async () =>
  Number((await instance.sql("SELECT COUNT(*) FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'"))[0][0]) >= n, 150);

/** The same call twice, the second while the first holds its place at the locked rows. */
async function twiceAtOnce(query, call) {
  const letGo = await lock(query);
  const first = call();
  const one = await waiting(1);
  const second = call();
  const two = await waiting(2);
  await letGo();
  assert.deepEqual([one, two], [true, true], 'both wait for the lock');
  return Promise.all([first, second]);
}

const orderCall = (key) => ['POST', '/api/orders/', { body: { dinner_code: 'valentine', style: 'simple', delivery_address: '서울시 강남구 테헤란로 1', notes: key },
  headers: { 'idempotency-key': key } }];
const order = (key) => client.call(...orderCall(key));

/** As many orders as there are keys, in one batch: they gather while the first is held up. */
async function together(keys) {
  const letGo = await lock(`SELECT available FROM stock JOIN skus USING (sku_id) WHERE code = '${LAST}'`);
  const all = [order(keys[0])];
  const held = await waiting(1);
  all.push(...keys.slice(1).map(order));
  await sleep(300);
  await letGo();
  assert.ok(held, 'the first waits for the lock');
  return Promise.all(all);
}

before(async () => {
  assert.ok(await settled(instance, client, 20000));
  await instance.restock();
});
after(async () => {
  await instance.sql('DROP TRIGGER IF EXISTS poison');
  await instance.setStock(LAST, 100000);
  await instance.relaunch();
  const well = await settled(instance, client, 20000);
  client.close();
  assert.ok(well);
});

/*
 * One Idempotency-Key used twice at the same moment, in two transactions: whoever comes second waits for the
 * first one's locks, and then finds the last piece gone, or the order cancelled: by itself.
 */
test('the last piece, ordered twice with one key, is sold once and told twice', async () => {
  await instance.relaunch('BANQUET_DESK_LEADERS=2');
  await instance.setStock(LAST, 1);
  const key = `${run}-last`;
  const answers = await twiceAtOnce(`SELECT available FROM stock JOIN skus USING (sku_id) WHERE code = '${LAST}'`, () => order(key));
  assert.deepEqual(answers.map(({ status }) => status), [201, 201]);
  assert.equal(answers[0].json.order.id, answers[1].json.order.id);
  assert.equal(answers[0].json.order_token, answers[1].json.order_token);
  assert.deepEqual(await instance.sql(`SELECT COUNT(*) FROM orders WHERE notes = '${key}'`), [['1']]);
  const other = await order(`${run}-other`);
  assert.equal(other.json.code, 'STOCK_NOT_ENOUGH');
});

test('of tries under one key in one batch that are refused, each is told why, and the key is free', async () => {
  await instance.relaunch();
  await instance.setStock(LAST, 1);
  const answers = await together([`${run}-taker`, ...Array.from({ length: 6 }, () => `${run}-twin`)]);
  assert.equal(answers[0].status, 201);
  for (const { status, json } of answers.slice(1)) {
    assert.deepEqual([status, json.code], [409, 'STOCK_NOT_ENOUGH']);
    assert.deepEqual(json.shortages.map(({ sku, wanted, available }) => [sku, wanted, available]), [[LAST, 1, 0]]);
  }
  await instance.setStock(LAST, 1);
  const again = await together([`${run}-twin`, `${run}-twin`, `${run}-twin`]);
  assert.deepEqual(again.map(({ status, json }) => [status, json.order?.id]), again.map(() => [201, again[0].json.order.id]));
  await instance.audit();
});

test('an order cancelled twice with one key is cancelled once and told twice', async () => {
  await instance.relaunch('BANQUET_DESK_LEADERS=2');
  await instance.setStock(LAST, 1);
  const { order: { id }, order_token: token } = (await order(`${run}-cancelled`)).json;
  const headers = { 'x-order-token': token, 'idempotency-key': `${run}-cancel` };
  const cancel = () => client.call('POST', `/api/orders/${id}/cancel`, { body: {}, headers });
  const answers = await twiceAtOnce(`SELECT order_id FROM orders WHERE order_id = '${id}'`, cancel);
  assert.deepEqual(answers.map(({ status }) => status), [200, 200]);
  assert.deepEqual(await instance.sql(`SELECT available FROM stock JOIN skus USING (sku_id) WHERE code = '${LAST}'`), [['1.000']]);
  await instance.audit();
});

test('an order that comes while the database restarts is taken when it is back', async () => {
  await instance.relaunch();
  await instance.setStock(LAST, 1000);
  assert.equal((await order(`${run}-warm`)).status, 201);	// the program has seen the menu
  const pid = instance.pid('db');
  assert.ok(instance.signal(pid, 'SIGKILL'));
  const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => order(`${run}-dark-${n}`)));
  assert.deepEqual(answers.map(({ status }) => status), Array.from({ length: 8 }, () => 201));
  assert.notEqual(instance.pid('db'), pid);
  assert.deepEqual(await instance.sql(`SELECT COUNT(*) FROM orders WHERE notes LIKE '${run}-dark-%'`), [['8']]);
  await instance.audit();
});

/** The database refuses orders whose note has that word, and takes its time about it. */
const poison = (seconds) => instance.sql(`DELIMITER //
CREATE OR REPLACE TRIGGER poison BEFORE INSERT ON orders FOR EACH ROW
  IF NEW.notes LIKE '%poison%' THEN DO SLEEP(${seconds}); SIGNAL SQLSTATE '45000'; END IF//
`);

test('an order the database refuses spoils no other of its batch', async () => {
  await instance.relaunch();
  await instance.setStock(LAST, 1000);
  await poison(0);
  const keys = Array.from({ length: 12 }, (_, n) => `${run}-apart-${n === 7 ? 'poison' : n}`);
  const answers = await together(keys);
  assert.deepEqual(answers.map(({ status }) => status), keys.map((key) => (key.endsWith('poison') ? 500 : 201)));
  assert.deepEqual(await instance.sql(`SELECT COUNT(*) FROM orders WHERE notes LIKE '${run}-apart-%'`), [['11']]);
  await instance.audit();
});

test('a batch taken apart has no more time than it had whole', async () => {
  await instance.relaunch('BANQUET_DESK_PATIENCE_MS=1500');
  await poison(0.4);
  const keys = Array.from({ length: 12 }, (_, n) => `${run}-slow-poison-${n}`);
  const begun = performance.now();
  const answers = await together(keys);
  const took = performance.now() - begun;
  for (const { status } of answers) assert.ok(status === 500 || status === 503, `${status}`);
  assert.equal(answers.at(-1).status, 503);
  assert.ok(took < 4500, `took ${took.toFixed(0)} ms`);
  await instance.audit();
});
