// A member's balance and points: what is in them, and how that came about.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { get } from './support/call.mjs';
import { assertFaults, assertProblem, assertStatus } from './support/expect.mjs';
import { admin, customer, signIn } from './support/people.mjs';

const balance = async (who) => assertStatus(await get(`/v1/users/${who.userId}/balance`, { as: who }), 200).data;

test('who never had anything has nothing', async () => {
  const me = await customer();
  assert.deepEqual(await balance(me), { userId: me.userId, balance: 0, points: 0 });
  assert.deepEqual(assertStatus(await get(`/v1/users/${me.userId}/balance/entries`, { as: me }), 200).data, { entries: [], nextCursor: null });
});

test('the ledger adds up to it, a page at a time', async () => {
  const me = await signIn('customer@banquet.test');
  const path = `/v1/users/${me.userId}/balance/entries`;
  const entries = [];
  let query = '?limit=1';
  for (let pages = 0; query !== null && pages < 500; pages++) {
    const response = await get(path + query, { as: me });
    const page = assertStatus(response, 200).data;
    entries.push(...page.entries);
    const next = (limit) => (page.nextCursor === null ? null : `?limit=${limit}&cursor=${page.nextCursor}`);
    const link = next(pages === 0 ? 1 : 100);
    assert.equal(response.headers.get('link'), link === null ? null : `<${path}${link}>; rel="next"`);
    if (pages === 0) assert.equal(page.entries.length, 1);
    query = next(100);
  }
  const sum = (purse) => entries.filter((one) => one.purse === purse).reduce((all, one) => all + one.amount, 0);
  const now = await balance(me);
  assert.deepEqual([sum('BALANCE'), sum('POINTS')], [now.balance, now.points]);
  assert.ok(now.balance > 0 && now.points > 0);
  assert.ok(entries.every((one, i) => i === 0 || one.entryId < entries[i - 1].entryId), 'newest first');
});

test('nobody reads another\'s, but an admin', async () => {
  const [me, other] = [await customer(), await customer()];
  for (const path of [`/v1/users/${me.userId}/balance`, `/v1/users/${me.userId}/balance/entries`]) {
    assertProblem(await get(path), 401, 'UNAUTHENTICATED');
    assertProblem(await get(path, { as: other }), 404, 'ENTITY_NOT_FOUND');
    assertStatus(await get(path, { as: await admin() }), 200);
  }
  assertProblem(await get('/v1/users/none/balance', { as: me }), 404, 'ENTITY_NOT_FOUND');
  assertProblem(await get('/v1/users/00000000-0000-7000-8000-000000000000/balance', { as: await admin() }), 404, 'ENTITY_NOT_FOUND');
  assertFaults(await get(`/v1/users/${me.userId}/balance/entries?limit=0&cursor=x`, { as: me }), { '?limit': 'too_small', '?cursor': 'not_a_uuid' });
});
