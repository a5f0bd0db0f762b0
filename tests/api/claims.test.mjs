// First come, first served: however many want a coupon at once, exactly as many get one as there are, one each.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { assertBooksAgree } from './support/audit.mjs';
import { get, post } from './support/call.mjs';
import { claim, coupon } from './support/coupons.mjs';
import { crowd } from './support/crowd.mjs';
import { sql } from './support/database.mjs';
import { assertStatus } from './support/expect.mjs';
import { admin } from './support/people.mjs';

const told = (answers) => {
  const counts = {};
  for (const answer of answers) {
    const what = answer.status === 201 ? 'issued' : answer.body.code;
    counts[what] = (counts[what] ?? 0) + 1;
  }
  return counts;
};

async function assertGiven(couponId, n) {
  const [[issued, rows, members]] = await sql(`SELECT (SELECT issued FROM coupons WHERE coupon_id = ${couponId}), COUNT(*), COUNT(DISTINCT user_id)
    FROM issued_coupons WHERE coupon_id = ${couponId}`);
  assert.deepEqual([issued, rows, members].map(Number), [n, n, n]);
}

for (const [n, quantity] of [[2, 1], [8, 3], [64, 20]])
  test(`${n} at once for ${quantity}: ${quantity} get one`, async () => {
    const { couponId } = await coupon({ quantity });
    const members = await crowd(n);
    const answers = await Promise.all(members.map((as) => claim(couponId, as)));
    assert.deepEqual(told(answers), { issued: quantity, COUPON_SOLD_OUT: n - quantity });
    await assertGiven(couponId, quantity);
    // Who got one has it, and nobody else.
    for (const [i, as] of members.entries()) {
      const { coupons } = assertStatus(await get(`/v1/users/${as.userId}/coupons`, { as }), 200).data;
      assert.deepEqual(coupons.map(({ issuedCouponId }) => issuedCouponId), answers[i].status === 201 ? [answers[i].body.data.issuedCouponId] : []);
    }
  });

test('one member, sixty-four times at once, gets one', async () => {
  const { couponId } = await coupon({ quantity: 10 });
  const [as] = await crowd(1);
  const answers = await Promise.all(Array.from({ length: 64 }, () => claim(couponId, as)));
  assert.deepEqual(told(answers), { issued: 1, COUPON_ALREADY_ISSUED: 63 });
  await assertGiven(couponId, 1);
});

test('one key, sixteen times at once, is one coupon and one answer', async () => {
  const { couponId } = await coupon({ quantity: 10 });
  const [as] = await crowd(1);
  const key = { headers: { 'idempotency-key': randomUUID() } };
  const answers = await Promise.all(Array.from({ length: 16 }, () => claim(couponId, as, key)));
  assert.deepEqual(told(answers), { issued: 16 });
  assert.equal(new Set(answers.map((answer) => answer.text)).size, 1);
  await assertGiven(couponId, 1);
});

test('a coupon is taken back while others are claimed: what was given out stays given out', async () => {
  const { couponId } = await coupon({ quantity: 12 });
  const members = await crowd(24);
  const answers = await Promise.all(members.map(async (as) => {
    const answer = await claim(couponId, as);
    if (answer.status === 201) assertStatus(await post(`/v1/issued-coupons/${answer.body.data.issuedCouponId}/revoke`, { as: await admin() }), 200);
    return answer;
  }));
  assert.deepEqual(told(answers), { issued: 12, COUPON_SOLD_OUT: 12 });
  await assertGiven(couponId, 12);
  assert.deepEqual(await sql(`SELECT DISTINCT status FROM issued_coupons WHERE coupon_id = ${couponId}`), [['REVOKED']]);
});

/** Calls for all of them, `width` at a time. */
async function inTurn(all, width, one) {
  const answers = [];
  let next = 0;
  await Promise.all(Array.from({ length: width }, async () => {
    while (next < all.length) {
      const i = next++;
      answers[i] = await one(all[i]);
    }
  }));
  return answers;
}

// The storm of ten thousand is the bench's.
test('a thousand members, a tenth of them twice, claim a hundred', async () => {
  const { couponId } = await coupon({ quantity: 100 });
  const members = await crowd(1000);
  const answers = await inTurn([...members, ...members.slice(0, 100)], 200, (as) => claim(couponId, as));
  const counts = told(answers);
  assert.equal(counts.issued, 100);
  assert.equal(counts.COUPON_SOLD_OUT + (counts.COUPON_ALREADY_ISSUED ?? 0), 1000);
  await assertGiven(couponId, 100);
});

test('the books agree', assertBooksAgree);
