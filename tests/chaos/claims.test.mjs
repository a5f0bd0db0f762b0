// Kills coupons.fcgi while coupons are claimed: at each point of the desk's transaction, and at any moment of a rush.
// What was given out is counted, nobody has two, and the same keys give one coupon each.
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

const instance = new Instance();
const client = new Client(instance.url, new Book());
const points = [...readFileSync(path.join(instance.root, 'lib/base/crash.def'), 'utf8').matchAll(/^CRASH_POINT\((BATCH_\w+),/gm)].map(([, name]) => name);
const rng = chance(20261125, 'claims');
let admin;

async function coupon(quantity) {
  const answer = await client.insist(rng, 'POST', '/v1/coupons', { headers: admin.headers, body: { name: '소동 쿠폰', kind: 'FIXED', value: 1000, quantity,
    validDays: 7, issueTo: new Date(Date.now() + instance.shift + 86400000).toISOString() } });
  assert.equal(answer.status, 201);
  return answer.json.data.couponId;
}

/** One way to claim: the same every time it is called. */
const claim = (couponId, { token }, key) => ['POST', `/v1/coupons/${couponId}/claims`, { headers: { authorization: `Bearer ${token}`, 'idempotency-key': key } }];
const keyed = (members) => members.map((member) => ({ ...member, key: randomUUID() }));

/** Who holds the coupon: their issued coupons by their ids. */
async function holders(couponId) {
  const rows = await instance.sql(`SELECT user_id, issued_coupon_id FROM issued_coupons WHERE coupon_id = ${couponId}`);
  const [[issued]] = await instance.sql(`SELECT issued FROM coupons WHERE coupon_id = ${couponId}`);
  assert.equal(rows.length, Number(issued), 'as many are out as are counted');
  assert.equal(new Set(rows.map(([user]) => user)).size, rows.length, 'nobody has two');
  return new Map(rows);
}

before(async () => {
  assert.ok(await settled(instance, client, 20000));
  await instance.relaunch('coupons');
  admin = await signIn(client, rng, 'admin@banquet.test');
});
after(async () => {
  await instance.relaunch('coupons');
  const well = await settled(instance, client, 20000);
  client.close();
  assert.ok(well);
});

for (const point of points) {
  test(`killed at ${point}: no coupon is given out halfway, and the same keys give one each`, async () => {
    const couponId = await coupon(12), members = keyed(await crowd(12));
    await instance.relaunch('coupons', `BANQUET_CRASH_AT=${point}`);
    const pid = instance.pid('coupons');
    const answers = await Promise.all(members.map((member) => client.call(...claim(couponId, member, member.key))));
    for (const answer of answers) assert.ok(!known(answer), `answered ${answer.status}`);
    assert.ok(await until(2000, () => ![null, pid].includes(instance.pid('coupons'))), 'it was killed, and runs again');

    await instance.relaunch('coupons');
    const left = await holders(couponId);
    if (point === 'BATCH_COMMITTED') assert.ok(left.size >= 1, 'what was committed is there');
    else assert.equal(left.size, 0, 'what was not committed is not there');
    for (const member of members) {
      const { status, json } = await client.insist(rng, ...claim(couponId, member, member.key));
      assert.equal(status, 201);
      assert.ok([undefined, json.data.issuedCouponId].includes(left.get(member.userId)), 'the answer is of the coupon that was given out');
    }
    assert.equal((await holders(couponId)).size, 12);
    await instance.audit();
  });
}

test('killed again and again in a rush: exactly as many as there are, one each, and everybody is told rightly', async () => {
  const quantity = 120, couponId = await coupon(quantity), members = keyed(await crowd(300));
  let rushing = true, kills = 0;
  const killer = (async () => {
    for (; rushing; await sleep(rng.between(30, 200))) kills += instance.signal(instance.pid('coupons'), 'SIGKILL') ? 1 : 0;
  })();
  const answers = await Promise.all(members.map((member) => client.insist(rng, ...claim(couponId, member, member.key))));
  rushing = false;
  await killer;
  assert.ok(kills > 0, 'it was killed');
  assert.ok(await settled(instance, client, 20000));

  const held = await holders(couponId);
  assert.equal(held.size, quantity);
  for (const [i, { userId, key }] of members.entries()) {
    // Who was refused may have been given one by a try that was cut off; the key tells.
    const answer = answers[i].status === 201 ? answers[i] : await client.insist(rng, ...claim(couponId, members[i], key));
    if (answer.status === 201) assert.equal(held.get(userId), answer.json.data.issuedCouponId);
    else assert.deepEqual([answer.json.code, held.has(userId)], ['COUPON_SOLD_OUT', false]);
  }
  await instance.audit();
});
