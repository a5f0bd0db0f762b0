// Sellers: asking, being approved and rejected, one's own data, and who sees whom.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { assertBooksAgree } from './support/audit.mjs';
import { get, patch, post } from './support/call.mjs';
import { assertFaults, assertProblem, assertStatus, eventually } from './support/expect.mjs';
import { business, demo, freshSeller, goods, registrationNumber } from './support/goods.mjs';
import { admin, cook, courier, customer, seller } from './support/people.mjs';

const ask = (as, more) => post('/v1/sellers', { json: business(more), as });
const decide = async (id, status, as) => patch(`/v1/sellers/${id}`, { json: { status }, as: as ?? (await admin()) });

test('a member asks, an admin approves, the member sells', async () => {
  const member = await customer();
  const number = registrationNumber();	// one that no earlier run registered
  const wish = business({ registrationNumber: number.replace(/^(...)(..)/, '$1-$2-') });
  const answer = await post('/v1/sellers', { json: wish, as: member });
  const one = assertStatus(answer, 201).data;
  assert.equal(answer.headers.get('location'), `/v1/sellers/${one.sellerId}`);
  assert.deepEqual({ ...one, sellerId: 0, createdAt: 0, updatedAt: 0 }, { ...wish, registrationNumber: number, sellerId: 0,
    userId: member.userId, status: 'REQUESTED', deliveryFee: 3000, freeDeliveryFrom: 30000, createdAt: 0, updatedAt: 0 });
  assertProblem(await post('/v1/products', { json: { name: 'x', price: 1, category: 'x' }, as: member }), 403, 'FORBIDDEN');
  assert.equal(assertStatus(await decide(one.sellerId, 'APPROVED'), 200).data.status, 'APPROVED');
  assert.equal(assertStatus(await get('/v1/users/me', { as: member }), 200).data.role, 'SELLER');
  await goods({}, member);
  await assertBooksAgree();
});

test('what a seller needs is told at once', async () => {
  const as = await customer();
  assertFaults(await post('/v1/sellers', { json: {}, as }), { '/businessName': 'required', '/registrationNumber': 'required', '/phone': 'required',
    '/address': 'required', '/category': 'required' });
  assertFaults(await ask(as, { businessName: 'x'.repeat(101), registrationNumber: '1234567890', phone: 'call me', address: 'x', category: 'x'.repeat(51), status: 'APPROVED' }),
    { '/businessName': 'too_long', '/registrationNumber': 'not_a_business', '/phone': 'not_a_phone', '/address': 'too_short', '/category': 'too_long', '/status': 'unknown_field' });
  const right = registrationNumber('555555555');
  for (const number of [right.slice(0, 9), `${right}0`, right.replace(/.$/, (digit) => (Number(digit) + 1) % 10), '', '----------'])
    assertFaults(await ask(as, { registrationNumber: number }), { '/registrationNumber': number === '' ? 'required' : number.length > 12 ? 'too_long' : 'not_a_business' });
});

test('one asks once, and a number is one seller\'s', async () => {
  const [first, second] = [await customer(), await customer()];
  const number = registrationNumber();
  const { sellerId } = assertStatus(await ask(first, { registrationNumber: number }), 201).data;
  assertProblem(await ask(first), 409, 'SELLER_STATE_CONFLICT');
  assertFaults(await ask(second, { registrationNumber: number }), { '/registrationNumber': 'taken' });
  assertStatus(await decide(sellerId, 'REJECTED'), 200);
  const theirs = assertStatus(await ask(second, { registrationNumber: number }), 201).data;
  assertProblem(await decide(sellerId, 'APPROVED'), 409, 'SELLER_STATE_CONFLICT');
  assertFaults(await ask(first, { registrationNumber: number }), { '/registrationNumber': 'taken' });
  assert.equal(assertStatus(await ask(first), 201).data.sellerId, sellerId);	// asks again, with another
  assertStatus(await decide(theirs.sellerId, 'APPROVED'), 200);
});

test('many who ask with one number at the same time: one has it', async () => {
  const number = registrationNumber();
  const people = await Promise.all(Array.from({ length: 6 }, () => customer()));
  const answers = await Promise.all(people.map((as) => ask(as, { registrationNumber: number })));
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [201, 400, 400, 400, 400, 400]);
});

test('staff do not sell', async () => {
  for (const as of [await cook(), await courier(), await admin()]) assertProblem(await ask(as), 403, 'FORBIDDEN');
  assertProblem(await post('/v1/sellers', { json: business() }), 401, 'UNAUTHENTICATED');
  assertProblem(await ask(await seller()), 409, 'SELLER_STATE_CONFLICT');
});

test('only an admin decides, along the ways there are', async () => {
  const member = await customer();
  const { sellerId } = assertStatus(await ask(member), 201).data;
  for (const as of [member]) assertProblem(await decide(sellerId, 'APPROVED', as), 403, 'FORBIDDEN');
  for (const as of [await customer(), await cook(), await seller()]) assertProblem(await decide(sellerId, 'APPROVED', as), 404, 'ENTITY_NOT_FOUND');
  assertFaults(await decide(sellerId, 'MAYBE'), { '/status': 'not_a_choice' });
  assertStatus(await decide(sellerId, 'REQUESTED'), 200);	// is that already
  assertStatus(await decide(sellerId, 'APPROVED'), 200);
  assertProblem(await decide(sellerId, 'REQUESTED'), 409, 'SELLER_STATE_CONFLICT');
  assertProblem(await decide(4000000000, 'APPROVED'), 404, 'ENTITY_NOT_FOUND');
  for (const id of ['x', '-1', '1.5']) assertProblem(await decide(id, 'APPROVED'), 404, 'ENTITY_NOT_FOUND');
});

test('who loses the approval sells no more', async () => {
  const as = await freshSeller();
  const cup = await goods({}, as);
  assertStatus(await decide(as.sellerId, 'REJECTED'), 200);
  assert.equal(assertStatus(await get('/v1/users/me', { as }), 200).data.role, 'CUSTOMER');
  await eventually(async () => assert.equal(assertStatus(await get(`/v1/products/${cup.productId}`), 200).data.status, 'DISCONTINUED'));
  assertProblem(await post('/v1/products', { json: { name: 'x', price: 1, category: 'x' }, as }), 403, 'FORBIDDEN');
  assertStatus(await decide(as.sellerId, 'APPROVED'), 200);
  assert.equal(assertStatus(await get('/v1/users/me', { as }), 200).data.role, 'SELLER');
  await assertBooksAgree();
});

test('who sells is for everybody to see, who asks is not', async () => {
  const member = await customer();
  const one = assertStatus(await ask(member), 201).data;
  const path = `/v1/sellers/${one.sellerId}`;
  for (const as of [undefined, await customer(), await seller()]) assertProblem(await get(path, { as }), 404, 'ENTITY_NOT_FOUND');
  assert.deepEqual(assertStatus(await get(path, { as: member }), 200).data, one);
  assert.deepEqual(assertStatus(await get('/v1/sellers/me', { as: member }), 200).data, one);
  assertProblem(await get('/v1/sellers/me', { as: await customer() }), 404, 'ENTITY_NOT_FOUND');
  assertStatus(await decide(one.sellerId, 'APPROVED'), 200);
  assert.equal(assertStatus(await get(path), 200).data.businessName, one.businessName);
  assert.equal(assertStatus(await get('/v1/sellers/me', { as: await seller() }), 200).data.businessName, demo.seller.business_name);
});

test('a seller changes their own data, and nothing else', async () => {
  const as = await freshSeller();
  const path = `/v1/sellers/${as.sellerId}`;
  const one = assertStatus(await patch(path, { json: { phone: '051-765-4321', deliveryFee: 2500, freeDeliveryFrom: 0 }, as }), 200).data;
  assert.deepEqual([one.phone, one.deliveryFee, one.freeDeliveryFrom, one.address, one.status], ['051-765-4321', 2500, 0, '서울시 중구 1', 'APPROVED']);
  assertFaults(await patch(path, { json: { phone: 'x', deliveryFee: -1, freeDeliveryFrom: 1000000001, businessName: 'x' }, as }),
    { '/phone': 'not_a_phone', '/deliveryFee': 'too_small', '/freeDeliveryFrom': 'too_large', '/businessName': 'unknown_field' });
  assertProblem(await patch(path, { json: { phone: '02-000-0000' }, as: await freshSeller() }), 404, 'ENTITY_NOT_FOUND');
});

test('an admin sees who asks, page by page', async () => {
  const as = await admin();
  const asking = [];
  for (let i = 0; i < 3; i++) asking.push(assertStatus(await ask(await customer()), 201).data.sellerId);
  const found = [];
  for (let where = '/v1/sellers?status=REQUESTED&limit=2'; where;) {
    const answer = await get(where, { as });
    const { sellers, nextCursor } = assertStatus(answer, 200).data;
    assert.ok(sellers.every((one) => one.status === 'REQUESTED') && sellers.length <= 2);
    found.push(...sellers.map((one) => one.sellerId));
    where = nextCursor === null ? undefined : /^<([^>]+)>/.exec(answer.headers.get('link'))[1];
  }
  assert.deepEqual(found, [...new Set(found)].sort((a, b) => a - b));
  assert.ok(asking.every((id) => found.includes(id)));
  assertProblem(await get('/v1/sellers', { as: await seller() }), 403, 'FORBIDDEN');
  assertFaults(await get('/v1/sellers?status=x&cursor=y', { as }), { '?status': 'not_a_choice', '?cursor': 'not_a_number' });
});
