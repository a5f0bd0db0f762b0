// Coupons: offered, listed, claimed, held, taken back; expired the moment their time is over.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { assertBooksAgree } from './support/audit.mjs';
import { browserPost, get, post } from './support/call.mjs';
import { claim, coupon, couponRequest, later } from './support/coupons.mjs';
import { sql } from './support/database.mjs';
import { assertFaults, assertProblem, assertStatus } from './support/expect.mjs';
import { goods } from './support/goods.mjs';
import { place } from './support/orders.mjs';
import { admin, customer } from './support/people.mjs';

const offer = async (json) => post('/v1/coupons', { json, as: await admin() });
const holdings = async (as, query = '', userId = as.userId) => assertStatus(await get(`/v1/users/${userId}/coupons${query}`, { as }), 200).data;
const revoke = async (id, as) => post(`/v1/issued-coupons/${id}/revoke`, { as: as ?? (await admin()) });

test('a coupon is offered, and found', async () => {
  const { productId } = await goods();
  const answer = await offer(couponRequest({ name: '컵 반값', description: '컵 한 줄', kind: 'PERCENT', value: 50, scope: 'PRODUCT', productIds: [productId],
    minOrderAmount: 5000, quantity: 3, issueFrom: '2026-11-01T00:00:00+09:00', issueTo: '2999-01-01T00:00:00+09:00', validDays: 2 }));
  const made = assertStatus(answer, 201).data;
  assert.deepEqual(made, { couponId: made.couponId, name: '컵 반값', description: '컵 한 줄', kind: 'PERCENT', value: 50, scope: 'PRODUCT', productIds: [productId],
    minOrderAmount: 5000, quantity: 3, remaining: 3, issueFrom: '2026-11-01T00:00:00.000+09:00', issueTo: '2999-01-01T00:00:00.000+09:00', validDays: 2 });
  assert.equal(answer.headers.get('location'), `/v1/coupons/${made.couponId}`);
  const found = await get(`/v1/coupons/${made.couponId}`);
  assert.deepEqual(assertStatus(found, 200).data, made);
  assert.equal((await get(`/v1/coupons/${made.couponId}`, { headers: { 'if-none-match': found.headers.get('etag') } })).status, 304);
  const [first] = assertStatus(await get('/v1/coupons?limit=1'), 200).data.coupons;
  assert.deepEqual(first, made);
  // What is left shows, and makes it another answer.
  assertStatus(await claim(made.couponId, await customer()), 201);
  const then = await get(`/v1/coupons/${made.couponId}`, { headers: { 'if-none-match': found.headers.get('etag') } });
  assert.equal(assertStatus(then, 200).data.remaining, 2);
});

test('a coupon with an English name has it for those who read English, wherever it is named', async () => {
  const as = await customer();
  const en = { 'accept-language': 'en' };
  const { couponId } = assertStatus(await offer(couponRequest({ name: '봄맞이', nameEn: 'Spring', description: '봄', descriptionEn: 'For the spring' })), 201).data;
  const named = async (path, headers = {}) => assertStatus(await get(path, { as, headers }), 200).data;
  const texts = ({ name, description }) => [name, description];
  assert.deepEqual(texts(await named(`/v1/coupons/${couponId}`)), ['봄맞이', '봄']);
  assert.deepEqual(texts(await named(`/v1/coupons/${couponId}`, en)), ['Spring', 'For the spring']);
  assert.deepEqual(texts((await named('/v1/coupons?limit=1', en)).coupons[0]), ['Spring', 'For the spring']);
  const mine = assertStatus(await claim(couponId, as, { headers: en }), 201).data;
  assert.equal(mine.name, 'Spring');
  assert.equal((await named(`/v1/users/${as.userId}/coupons`, en)).coupons[0].name, 'Spring');
  assert.equal((await named(`/v1/users/${as.userId}/coupons`)).coupons[0].name, '봄맞이');
  assert.equal((await named(`/v1/issued-coupons/${mine.issuedCouponId}`, en)).name, 'Spring');
  // One that has none keeps what it has.
  const plain = assertStatus(await offer(couponRequest({ name: '이름뿐' })), 201).data;
  assert.deepEqual(texts(await named(`/v1/coupons/${plain.couponId}`, en)), ['이름뿐', null]);
  assertFaults(await offer(couponRequest({ nameEn: 'x'.repeat(101), descriptionEn: '4242 4242 4242 4242' })), { '/nameEn': 'too_long', '/descriptionEn': 'card_number' });
});

test('what is wrong with a coupon is told at once', async () => {
  assertFaults(await offer({}), { '/name': 'required', '/kind': 'required', '/quantity': 'required', '/issueTo': 'required', '/validDays': 'required' });
  assertFaults(await offer(couponRequest({ name: '', kind: 'HALF', value: -1, scope: 'ALL', productIds: [0], minOrderAmount: -1, quantity: 0, issueFrom: 'now',
    issueTo: 'then', validDays: 0, remaining: 1 })), { '/name': 'required', '/kind': 'not_a_choice', '/value': 'too_small', '/scope': 'not_a_choice',
    '/productIds/0': 'too_small', '/minOrderAmount': 'too_small', '/quantity': 'too_small', '/issueFrom': 'not_a_time', '/issueTo': 'not_a_time',
    '/validDays': 'too_small', '/remaining': 'unknown_field' });
  assertFaults(await offer(couponRequest({ quantity: 100000001, validDays: 3651, value: 100000000 })), { '/quantity': 'too_large', '/validDays': 'too_large', '/value': 'too_large' });
  // Each right by itself, and not together.
  assertFaults(await offer(couponRequest({ kind: 'PERCENT', value: 101, productIds: [1], issueFrom: later(3), issueTo: later(2) })),
    { '/value': 'too_large', '/productIds': 'not_used', '/issueTo': 'ends_before_it_begins' });
  assertFaults(await offer(couponRequest({ kind: 'FREE_DELIVERY', value: 1, scope: 'PRODUCT' })),
    { '/value': 'not_used', '/scope': 'not_offered', '/productIds': 'required' });
  const { productId } = await goods();
  assertFaults(await offer(couponRequest({ scope: 'PRODUCT', productIds: [productId, productId] })), { '/productIds': 'duplicate_field' });
  // Nor against what there is: a dinner is none of the store's goods.
  const [[dinner]] = await sql("SELECT product_id FROM products WHERE kind = 'DINNER' LIMIT 1");
  assertFaults(await offer(couponRequest({ scope: 'PRODUCT', productIds: [Number(dinner), productId, 4000000000], issueFrom: later(-3), issueTo: later(-2) })),
    { '/issueTo': 'in_the_past', '/productIds/0': 'unknown', '/productIds/2': 'unknown' });
});

test('the same offer twice is one coupon', async () => {
  const [as, key] = [await admin(), { 'idempotency-key': randomUUID() }];
  const json = couponRequest();
  const answers = await Promise.all(Array.from({ length: 8 }, () => post('/v1/coupons', { json, as, headers: key })));
  for (const answer of answers) assert.deepEqual([answer.status, answer.text], [201, answers[0].text]);
  const { couponId } = answers[0].body.data;
  assert.equal((await get(`/v1/coupons?limit=1`)).body.data.coupons[0].couponId, couponId);
  assert.equal((await sql(`SELECT COUNT(*) FROM coupons WHERE coupon_id >= ${couponId}`))[0][0], '1');
  assertProblem(await post('/v1/coupons', { json: { ...json, quantity: 11 }, as, headers: key }), 422, 'IDEMPOTENCY_KEY_REUSED');
});

test('who may offer and take back', async () => {
  const as = await customer();
  assertProblem(await post('/v1/coupons', { json: couponRequest() }), 401, 'UNAUTHENTICATED');
  assertProblem(await post('/v1/coupons', { json: couponRequest(), as }), 403, 'FORBIDDEN');
  assertProblem(await claim((await coupon()).couponId), 401, 'UNAUTHENTICATED');
  const { issuedCouponId } = assertStatus(await claim((await coupon()).couponId, as), 201).data;
  assertProblem(await revoke(issuedCouponId, as), 403, 'FORBIDDEN');
});

test('coupons are listed newest first, page by page, while they are offered', async () => {
  const made = [await coupon(), await coupon({ issueFrom: later(0.5) }), await coupon()].map(({ couponId }) => couponId);
  await sql(`UPDATE coupons SET issue_to = UTC_TIMESTAMP(3), issue_from = UTC_TIMESTAMP(3) - INTERVAL 1 DAY WHERE coupon_id = ${made[2]}`);
  const first = await get('/v1/coupons?limit=1');
  assert.deepEqual(assertStatus(first, 200).data.coupons.map(({ couponId }) => couponId), [made[1]]);
  const { nextCursor } = first.body.data;
  assert.match(first.headers.get('link'), new RegExp(`limit=1&cursor=${nextCursor}>; rel="next"`));
  assert.deepEqual(assertStatus(await get(`/v1/coupons?limit=1&cursor=${nextCursor}`), 200).data.coupons.map(({ couponId }) => couponId), [made[0]]);
  const seen = [];
  for (let cursor = 0; cursor !== null;) {
    const page = assertStatus(await get(`/v1/coupons?limit=20&cursor=${cursor}`), 200).data;
    assert.ok(page.coupons.length > 0);
    seen.push(...page.coupons.map(({ couponId }) => couponId));
    cursor = page.nextCursor;
  }
  assert.deepEqual(seen, [...new Set(seen)].sort((a, b) => b - a));
  assert.ok(seen.includes(made[0]) && !seen.includes(made[2]));
  assertFaults(await get('/v1/coupons?limit=101&cursor=x'), { '?limit': 'too_large', '?cursor': 'not_a_number' });
  // One that is over is still to be seen.
  assertStatus(await get(`/v1/coupons/${made[2]}`), 200);
  for (const id of ['0', 'x', '4000000000', '99999999999999999999']) assertProblem(await get(`/v1/coupons/${id}`), 404, 'ENTITY_NOT_FOUND');
});

test('a claim is answered with the coupon as it is held', async () => {
  const as = await customer();
  const made = await coupon({ minOrderAmount: 3000 });
  const answer = await claim(made.couponId, as);
  const held = assertStatus(answer, 201).data;
  const { issuedCouponId, issuedAt, expiresAt } = held;
  assert.deepEqual(held, { issuedCouponId, couponId: made.couponId, name: made.name, kind: 'FIXED', value: 1000, scope: 'ORDER', minOrderAmount: 3000,
    status: 'ACTIVE', issuedAt, expiresAt, orderKey: null });
  // To the end of the seventh day after today's, in the shop's time.
  const day = (moment) => Math.floor((Date.parse(moment) + 9 * 3600000) / 86400000);
  assert.match(expiresAt, /T00:00:00\.000\+09:00$/);
  assert.equal(day(expiresAt) - day(issuedAt), 8);
  assert.equal(answer.headers.get('location'), `/v1/issued-coupons/${issuedCouponId}`);
  assert.deepEqual(assertStatus(await get(answer.headers.get('location'), { as }), 200).data, held);
  assert.deepEqual(await holdings(as), { coupons: [held], nextCursor: null });
  assertProblem(await claim(made.couponId, as), 409, 'COUPON_ALREADY_ISSUED');
  assertProblem(await get(`/v1/issued-coupons/${issuedCouponId}`, { as: await customer() }), 404, 'ENTITY_NOT_FOUND');
  assertStatus(await get(`/v1/issued-coupons/${issuedCouponId}`, { as: await admin() }), 200);
});

test('refused claims say why', async () => {
  const as = await customer();
  for (const id of ['0', 'x', '4000000000', '4294967297']) assertProblem(await claim(id, as), 404, 'ENTITY_NOT_FOUND');
  const early = assertProblem(await claim((await coupon({ issueFrom: later(0.5) })).couponId, as), 409, 'COUPON_NOT_USABLE');
  assert.equal(early.message, '아직 쿠폰 발급 기간이 아닙니다.');
  const over = await coupon();
  await sql(`UPDATE coupons SET issue_to = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND, issue_from = UTC_TIMESTAMP(3) - INTERVAL 1 DAY WHERE coupon_id = ${over.couponId}`);
  assert.equal(assertProblem(await claim(over.couponId, as, { language: 'en' }), 409, 'COUPON_NOT_USABLE').message, 'This coupon is not given out any more.');
  const one = await coupon({ quantity: 1 });
  assertStatus(await claim(one.couponId, as), 201);
  for (let i = 0; i < 3; i++) assertProblem(await claim(one.couponId, await customer()), 409, 'COUPON_SOLD_OUT');
  assertProblem(await claim(one.couponId, as), 409, 'COUPON_ALREADY_ISSUED');
  assert.equal(assertStatus(await get(`/v1/coupons/${one.couponId}`), 200).data.remaining, 0);
});

test('one key, one coupon, one answer', async () => {
  const [as, other] = [await customer(), await customer()];
  const [one, two] = [await coupon({ quantity: 1 }), await coupon()];
  const key = { headers: { 'idempotency-key': randomUUID() } };
  const first = await claim(one.couponId, as, key);
  assertStatus(first, 201);
  assertProblem(await claim(one.couponId, other), 409, 'COUPON_SOLD_OUT');
  for (const again of await Promise.all([claim(one.couponId, as, key), claim(one.couponId, as, { ...key, language: 'en' })])) {
    assert.equal(again.status, 201);
    assert.deepEqual(again.body.data, first.body.data);
    assert.equal(again.headers.get('location'), first.headers.get('location'));
  }
  assertProblem(await claim(two.couponId, as, key), 422, 'IDEMPOTENCY_KEY_REUSED');
  assertStatus(await claim(two.couponId, other, key), 201);	// another's key of the same name
  // A refusal is not kept.
  const later = { headers: { 'idempotency-key': randomUUID() } };
  assertProblem(await claim(one.couponId, other, later), 409, 'COUPON_SOLD_OUT');
  await sql(`UPDATE coupons SET quantity = 2 WHERE coupon_id = ${one.couponId}`);
  assertStatus(await claim(one.couponId, other, later), 201);
});

test('what a member has is theirs to see, by status and page', async () => {
  const as = await customer();
  const ids = [];
  for (let i = 0; i < 5; i++) ids.unshift(assertStatus(await claim((await coupon()).couponId, as), 201).data.issuedCouponId);
  const seen = [];
  for (let query = '?limit=2'; query !== null;) {
    const answer = await get(`/v1/users/${as.userId}/coupons${query}`, { as });
    const page = assertStatus(answer, 200).data;
    seen.push(...page.coupons.map(({ issuedCouponId }) => issuedCouponId));
    query = page.nextCursor === null ? null : `?limit=2&cursor=${page.nextCursor}`;
    assert.equal(answer.headers.get('link') !== null, query !== null);
  }
  assert.deepEqual(seen, ids);
  // Its time is over, and nobody has written that down.
  await sql(`UPDATE issued_coupons SET expires_at = UTC_TIMESTAMP(3), status = 'ACTIVE' WHERE issued_coupon_id = '${ids[0]}'`);
  assertStatus(await revoke(ids[1]), 200);
  const of = async (status) => (await holdings(as, `?status=${status}`)).coupons.map((one) => [one.issuedCouponId, one.status]);
  assert.deepEqual(await of('ACTIVE'), ids.slice(2).map((id) => [id, 'ACTIVE']));
  assert.deepEqual(await of('EXPIRED'), [[ids[0], 'EXPIRED']]);
  assert.deepEqual(await of('REVOKED'), [[ids[1], 'REVOKED']]);
  assert.deepEqual(await of('USED'), []);
  const filtered = await get(`/v1/users/${as.userId}/coupons?status=ACTIVE&limit=1`, { as });
  assert.match(filtered.headers.get('link'), /status=ACTIVE&limit=1&cursor=/);
  assert.deepEqual((await holdings(await admin(), '', as.userId)).coupons.length, 5);
  assertProblem(await get(`/v1/users/${as.userId}/coupons`, { as: await customer() }), 403, 'FORBIDDEN');
  assertProblem(await get(`/v1/users/${as.userId}/coupons`), 401, 'UNAUTHENTICATED');
  assertProblem(await get('/v1/users/x/coupons', { as }), 404, 'ENTITY_NOT_FOUND');
  assertFaults(await get(`/v1/users/${as.userId}/coupons?status=LOST&cursor=x&limit=0`, { as }),
    { '?status': 'not_a_choice', '?cursor': 'not_a_uuid', '?limit': 'too_small' });
});

test('one is taken back, unless it was used or its time is over', async () => {
  const as = await customer();
  const made = await coupon({ quantity: 1 });
  const { issuedCouponId } = assertStatus(await claim(made.couponId, as), 201).data;
  const state = (status, more = '') => sql(`UPDATE issued_coupons SET status = '${status}' ${more} WHERE issued_coupon_id = '${issuedCouponId}'`);
  const { order } = await place();
  await state('USED', `, order_id = '${order.id}', used_at = UTC_TIMESTAMP(3)`);
  assert.equal(assertProblem(await revoke(issuedCouponId), 409, 'COUPON_NOT_USABLE').message, '이미 사용한 쿠폰입니다.');
  assert.equal((await holdings(as)).coupons[0].orderKey, order.id);
  await state('EXPIRED', ', order_id = NULL, used_at = NULL');
  assertProblem(await revoke(issuedCouponId), 409, 'COUPON_NOT_USABLE');
  await state('ACTIVE');
  assert.equal(assertStatus(await revoke(issuedCouponId), 200).data.status, 'REVOKED');
  assert.equal(assertStatus(await revoke(issuedCouponId), 200).data.status, 'REVOKED');	// once more changes nothing
  // It was given out: its member gets no other, and nobody else has it.
  assertProblem(await claim(made.couponId, as), 409, 'COUPON_ALREADY_ISSUED');
  assertProblem(await claim(made.couponId, await customer()), 409, 'COUPON_SOLD_OUT');
  assertProblem(await revoke('00000000-0000-7000-8000-000000000000'), 404, 'ENTITY_NOT_FOUND');
  assertProblem(await revoke('x'), 404, 'ENTITY_NOT_FOUND');
});

test('forms claim as well', async () => {
  const as = await customer();
  const { couponId } = await coupon({ quantity: 1 });
  const form = (as) => browserPost(`/v1/coupons/${couponId}/claims`, { idempotency_key: 'form' }, { as });
  for (let i = 0; i < 2; i++) {	// a second press of the button is the same press
    const answer = await form(as);
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.get('location'), '/coupons');
  }
  const refused = await form(await customer());
  assert.equal(refused.status, 409);
  assert.match(refused.text, /쿠폰이 모두 소진되었습니다/);
  const stranger = await form();
  assert.equal(stranger.status, 401);
  assert.match(stranger.text, /name="password"/);
});

test('the books agree', assertBooksAgree);
