// A COMMIT whose answer never comes: the desk finds out whether it happened, and the client hears of one order.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';

import { Book } from './book.mjs';
import { Client } from './client.mjs';
import { Instance, sleep } from './instance.mjs';
import { proxy } from './proxy.mjs';
import { settled } from './verdict.mjs';

const instance = new Instance();
const client = new Client(instance.url, new Book());
const run = `commit-${randomBytes(4).toString('hex').replace(/\d/g, 'x')}`;

const order = (key) => client.call('POST', '/api/orders/', { body: { dinner_code: 'french', style: 'simple', delivery_address: '서울시 강남구 테헤란로 1', notes: key },
  headers: { 'idempotency-key': key } });
const count = async (like) => Number((await instance.sql(`SELECT COUNT(*) FROM orders WHERE notes LIKE '${like}'`))[0][0]);

/** Orders through a proxy that decides over each COMMIT. */
async function through(fate, work, ...settings) {
  const between = await proxy(instance, fate);
  try {
    await instance.relaunch(`BANQUET_DB_SOCKET=${between.path}`, ...settings);
    return await work(between);
  } finally {
    await between.close();
  }
}

before(async () => {
  assert.ok(await settled(instance, client, 20000));
  await instance.restock();
});
after(async () => {
  await instance.relaunch();
  const well = await settled(instance, client, 20000);
  client.close();
  assert.ok(well);
});

const fates = [
  { fate: 'lost', what: 'never arrives' },
  { fate: 'unheard', what: 'is carried out, and its answer is lost' },
  { fate: 'late', what: 'is carried out only after the second try has begun' },
];
for (const { fate, what } of fates)
  test(`a COMMIT that ${what}: each client hears of one order, and there is one each`, async () => {
    await through((n) => (n === 0 || n === 2 ? fate : 'pass'), async (between) => {
      const keys = Array.from({ length: 12 }, (_, n) => `${run}-${fate}-${n}`);
      const answers = await Promise.all(keys.map(order));
      assert.deepEqual(answers.map(({ status }) => status), keys.map(() => 201));
      assert.ok(between.seen.includes(fate));
      const there = await instance.sql(`SELECT notes, GROUP_CONCAT(order_id) FROM orders WHERE notes LIKE '${run}-${fate}-%' GROUP BY notes ORDER BY notes`);
      assert.deepEqual(there, keys.map((key, n) => [key, answers[n].json.order.id]).sort());
      await instance.audit();
    });
  });

test('while no COMMIT is ever answered, the client is told that it is not known; asking again gives the one order', async () => {
  const key = `${run}-dark`;
  await through(() => 'unheard', async () => {
    // Each try finds that the one before had been committed: it is known after all.
    assert.equal((await order(`${key}-known`)).status, 201);
  });
  await through((n) => (n === 0 ? 'late' : 'pass'), async (between) => {
    const gone = order(key);
    while (between.seen.length === 0) await sleep(5);
    await between.close();	// and nobody to ask
    const answer = await gone;
    assert.equal(answer.status, 503);
    assert.equal(answer.json.code, 'OUTCOME_UNKNOWN');
    assert.equal(answer.headers['retry-after'], '1');
  }, 'BANQUET_DESK_PATIENCE_MS=1000');
  await sleep(1000);
  await instance.relaunch();
  const answer = await order(key);
  assert.equal(answer.status, 201);
  assert.equal(await count(key), 1);
  await instance.audit();
});
