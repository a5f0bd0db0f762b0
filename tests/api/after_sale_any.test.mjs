// Whatever buyers, sellers and admins ask of whatever was bought, in any order: nothing breaks, and what was told of each step adds up to what is there.
// The sequences are drawn by a seed, which the test's name tells; BANQUET_ANY asks for more of them.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { assertBooksAgree } from './support/audit.mjs';
import { get, patch, post } from './support/call.mjs';
import { claim, coupon } from './support/coupons.mjs';
import { sql } from './support/database.mjs';
import { assertStatus, eventually } from './support/expect.mjs';
import { freshSeller, goods } from './support/goods.mjs';
import { admin, customer } from './support/people.mjs';

const ROUNDS = Number(process.env.BANQUET_ANY ?? 8), STEPS = 40;
const STATES = ['PREPARING', 'READY_FOR_DELIVERY', 'IN_DELIVERY', 'DELIVERED', 'CANCEL_PROCESSING', 'CANCELLED', 'RETURN_REQUESTED', 'RETURN_PROCESSING',
  'RETURNED', 'EXCHANGE_PROCESSING', 'EXCHANGED', 'CONFIRMED'];

/** Numbers below `below`, the same for the same seed. */
function dice(seed) {
  let x = seed * 2654435761 % 4294967296 || 1;
  return (below) => {
    x ^= x << 13; x ^= x >>> 17; x ^= x << 5; x >>>= 0;
    return x % below;
  };
}

const wallet = async (as) => assertStatus(await get(`/v1/users/${as.userId}/balance`, { as }), 200).data;

async function rich(balance, points) {
  const as = await customer();
  await sql(`INSERT INTO wallets VALUES ('${as.userId}', ${balance}, ${points});
    INSERT INTO wallet_entries (user_id, entry_id, kind, amount, balance_after, at) VALUES ('${as.userId}', UUID(), 'ADJUST', ${balance}, ${balance}, UTC_TIMESTAMP(3)),
    ('${as.userId}', UUID(), 'ADJUST_POINTS', ${points}, ${points}, UTC_TIMESTAMP(3))`);
  return as;
}

/** Mostly the next state on the way, so that lines come to where they can be returned; else any. */
const nextOf = (any, item) => {
  const way = { PENDING: 'PREPARING', PREPARING: 'READY_FOR_DELIVERY', READY_FOR_DELIVERY: 'IN_DELIVERY', IN_DELIVERY: 'DELIVERED',
    CANCEL_REQUESTED: 'CANCEL_PROCESSING', CANCEL_PROCESSING: 'CANCELLED', RETURN_REQUESTED: 'RETURN_PROCESSING', RETURN_PROCESSING: 'RETURNED',
    EXCHANGE_REQUESTED: 'EXCHANGE_PROCESSING', EXCHANGE_PROCESSING: 'EXCHANGED' }[item.status];
  return way && any(4) > 0 ? way : STATES[any(STATES.length)];
};

for (let seed = 1; seed <= ROUNDS; seed++)
  test(`any sequence adds up: ${seed}`, async () => {
    const any = dice(seed), method = any(2) ? 'BALANCE' : 'CARD';
    const [as, seller, boss] = [await rich(1000000, 2000), await freshSeller(), await admin()];
    const { couponId } = await coupon({ value: 777 });
    const { issuedCouponId } = assertStatus(await claim(couponId, as), 201).data;
    const small = await goods({ price: 1000, stock: 1000 });
    const items = [];
    for (let i = 0; i < 1 + any(3); i++)
      items.push({ productId: (await goods({ price: 1001 + any(30000), stock: 50 }, any(2) ? seller : undefined)).productId, quantity: 1 + any(5) });
    const payment = { method, points: any(500), couponIds: any(2) ? [issuedCouponId] : [],
      ...(method === 'CARD' && { card: { cardNumber: '4242424242424242', cardholderName: 'HONG GILDONG', expiryDate: '12/40', cvc: '123' } }) };
    const { orderKey } = assertStatus(await post('/v1/orders', { json: { items, payment }, as }), 201).data;
    const shown = async () => assertStatus(await get(`/v1/orders/${orderKey}`, { as }), 200).data;
    let expected = await wallet(as), refunded = 0, moved = 0, before = await shown();
    for (let step = 0; step < STEPS; step++) {
      const item = before.items[any(before.items.length)], who = [as, seller, boss, boss][any(4)];
      const quantity = any(3) ? 1 + any(3) : undefined, wish = ['cancel', 'return', 'exchange', 'confirm'][any(4)];
      const answer = any(5) < 2 ?
        await post(`/v1/orders/${orderKey}/items/${item.itemId}/${wish}`, { json: wish === 'confirm' ? {} : { quantity }, as: who }) :
        await patch(`/v1/order-items/${item.itemId}/status`, { json: { status: nextOf(any, item) }, as: who === as ? boss : who });
      assert.ok([200, 403, 404, 409].includes(answer.status), answer.text);
      const now = await shown();
      if (answer.status === 200) {
        const { refund } = answer.body.data;
        const earned = (o) => o.items.reduce((sum, i) => sum + i.earnedPoints + i.withheldAmount, 0);
        expected.balance += method === 'BALANCE' ? refund.amount : 0;
        expected.points += refund.points + earned(now) - earned(before);
        refunded += refund.amount;
        moved++;
      } else {
        assert.deepEqual(now.items, before.items);
      }
      const paid = now.payments.at(-1);
      assert.equal(paid.refundedAmount + paid.refundingAmount, refunded);
      assert.deepEqual(await wallet(as), expected);
      for (const i of now.items) {
        assert.ok(i.cancelledQuantity + i.returnedQuantity + i.requestedQuantity <= i.quantity);
        assert.ok(i.earnedPoints <= Math.floor(i.total / 100));
      }
      // Points are spent elsewhere meanwhile.
      if (any(6) === 0 && expected.points > 0) {
        const points = Math.min(1000, expected.points);
        assertStatus(await post('/v1/orders', { json: { productId: small.productId, payment: { method: 'BALANCE', points } }, as }), 201);
        expected = { ...expected, points: expected.points - points, balance: expected.balance - 1000 + points };
      }
      before = now;
    }
    assert.ok(moved > 0);
    await eventually(async () => assert.equal((await shown()).payments.at(-1).refundingAmount, 0), 15000);
  });

test('the books agree', assertBooksAgree);
