// The addresses a member keeps.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { call, get, patch, post } from './support/call.mjs';
import { assertFaults, assertProblem, assertStatus } from './support/expect.mjs';
import { admin, customer } from './support/people.mjs';

test('added, changed, dropped', async () => {
  const me = await customer();
  const path = `/v1/users/${me.userId}/addresses`;
  const list = async () => assertStatus(await get(path, { as: me }), 200).data.addresses;
  assert.deepEqual(await list(), []);
  const first = await post(path, { as: me, json: { label: '집', address: '서울시 강남구 1', recipientName: '춘향', recipientPhone: '010-1234-5678', notes: '문 앞\n벨은 누르지 마세요' } });
  const [home] = assertStatus(first, 201).data.addresses;
  assert.equal(first.headers.get('location'), `${path}/${home.addressId}`);
  assert.deepEqual([home.label, home.address, home.recipientName, home.notes], ['집', '서울시 강남구 1', '춘향', '문 앞\n벨은 누르지 마세요']);
  assertStatus(await post(path, { as: me, form: { address: '남원시 1' } }), 201);
  assert.deepEqual((await list()).map((one) => one.address), ['서울시 강남구 1', '남원시 1']);
  const [changed] = assertStatus(await patch(`${path}/${home.addressId}`, { as: me, json: { label: '회사' } }), 200).data.addresses;
  assert.deepEqual([changed.label, changed.address], ['회사', '서울시 강남구 1']);
  assertStatus(await call('DELETE', `${path}/${home.addressId}`, { as: me }), 200);
  assert.deepEqual((await list()).map((one) => one.address), ['남원시 1']);
  assertProblem(await call('DELETE', `${path}/${home.addressId}`, { as: me }), 404, 'ENTITY_NOT_FOUND');
  assertProblem(await patch(`${path}/${home.addressId}`, { as: me, json: {} }), 404, 'ENTITY_NOT_FOUND');
});

test('what is wrong is told at once; twenty at the most, also at once', async () => {
  const me = await customer();
  const path = `/v1/users/${me.userId}/addresses`;
  assertFaults(await post(path, { as: me, json: { label: 'x'.repeat(31), recipientPhone: 'x', city: '서울' } }),
    { '/label': 'too_long', '/address': 'required', '/recipientPhone': 'not_a_phone', '/city': 'unknown_field' });
  const answers = await Promise.all(Array.from({ length: 24 }, (_, i) => post(path, { as: me, json: { address: `서울 ${i}` } })));
  assert.equal(answers.filter((one) => one.status === 201).length, 20);
  answers.filter((one) => one.status !== 201).forEach((one) => assertFaults(one, { '/address': 'too_many' }));
});

test('one\'s own, or any for an admin', async () => {
  const [me, other] = [await customer(), await customer()];
  const path = `/v1/users/${me.userId}/addresses`;
  assertProblem(await get(path), 401, 'UNAUTHENTICATED');
  assertProblem(await get(path, { as: other }), 404, 'ENTITY_NOT_FOUND');
  assertProblem(await post(path, { as: other, json: { address: '서울' } }), 404, 'ENTITY_NOT_FOUND');
  assertStatus(await get(path, { as: await admin() }), 200);
  const { addresses: [mine] } = assertStatus(await post(path, { as: me, json: { address: '서울' } }), 201).data;
  assertProblem(await call('DELETE', `/v1/users/${other.userId}/addresses/${mine.addressId}`, { as: other }), 404, 'ENTITY_NOT_FOUND');
});
