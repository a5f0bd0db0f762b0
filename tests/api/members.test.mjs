// Members: registering, reading and changing one's own data, suspending by an admin.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { get, patch, post } from './support/call.mjs';
import { sql } from './support/database.mjs';
import { assertFaults, assertProblem, assertStatus } from './support/expect.mjs';
import { admin, cook, courier, customer, freshEmail, seller, signIn } from './support/people.mjs';

const register = (more = {}, options = {}) =>
  post('/v1/users', { json: { email: freshEmail(), password: 'correct horse', name: '홍길동', ...more }, ...options });

test('a visitor becomes a member', async () => {
  const email = freshEmail();
  const answer = await register({ email, phone: '010-1234-5678', address: '서울시 종로구 1' });
  const user = assertStatus(answer, 201).data;
  assert.equal(answer.headers.get('location'), `/v1/users/${user.userId}`);
  assert.deepEqual({ ...user, userId: 0, createdAt: 0 },
    { userId: 0, email, name: '홍길동', phone: '010-1234-5678', address: '서울시 종로구 1', role: 'CUSTOMER', status: 'ACTIVE', createdAt: 0 });
  assert.match(user.createdAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+09:00$/);
  assert.ok(Math.abs(Date.parse(user.createdAt) - Date.now()) < 60000);
});

test('only a hash of the password is stored', async () => {
  const user = assertStatus(await register({ password: 'correct horse battery' }), 201).data;
  const [[hash]] = await sql(`SELECT password_hash FROM users WHERE user_id = '${user.userId}'`);
  assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

test('what a member needs is told at once', async () => {
  assertFaults(await post('/v1/users', { json: {} }), { '/email': 'required', '/password': 'required', '/name': 'required' });
  assertFaults(await register({ email: 'nobody', password: 'short', name: 'n'.repeat(51), phone: 'call me', address: 'x' }),
    { '/email': 'not_an_email', '/password': 'too_short', '/name': 'too_long', '/phone': 'not_a_phone', '/address': 'too_short' });
  assertFaults(await register({ password: 'p'.repeat(129), role: 'ADMIN' }), { '/password': 'too_long', '/role': 'unknown_field' });
  for (const email of ['@x.example', 'abc', 'a@b', 'a b@c.example', 'a@b@c.example', 'a@.x', 'a@x.'])
    assertFaults(await register({ email }), { '/email': 'not_an_email' });
});

test('nobody registers as staff', async () => {
  const user = assertStatus(await post('/v1/users', { form: { email: freshEmail(), password: 'correct horse', name: 'x', role: 'ADMIN' } }), 201).data;
  assert.equal(user.role, 'CUSTOMER');
});

test('an address is taken once, however it is spelled', async () => {
  const email = freshEmail();
  assertStatus(await register({ email }), 201);
  assertFaults(await register({ email }), { '/email': 'taken' });
  const problem = assertFaults(await register({ email: email.toUpperCase() }, { language: 'en' }), { '/email': 'taken' });
  assert.equal(problem.errors[0].message, 'This is taken already.');
  assertStatus(await post('/v1/sessions', { json: { email: email.toUpperCase(), password: 'correct horse' } }), 201);
});

test('an address is taken by one of many at the same time', async () => {
  const email = freshEmail();
  const answers = await Promise.all(Array.from({ length: 8 }, () => register({ email })));
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [201, 400, 400, 400, 400, 400, 400, 400]);
});

test('a member reads their own data, nobody else\'s', async () => {
  const [member, other] = [await customer(), await customer()];
  const me = assertStatus(await get('/v1/users/me', { as: member }), 200).data;
  assert.equal(me.userId, member.userId);
  assert.equal(me.email, member.email);
  assert.deepEqual(assertStatus(await get(`/v1/users/${member.userId}`, { as: member }), 200).data, me);
  for (const as of [other, await cook(), await courier(), await seller()])
    assertProblem(await get(`/v1/users/${member.userId}`, { as }), 404, 'ENTITY_NOT_FOUND');
  assert.deepEqual(assertStatus(await get(`/v1/users/${member.userId}`, { as: await admin() }), 200).data, me);
  assertProblem(await get('/v1/users/me'), 401, 'UNAUTHENTICATED');
  assertProblem(await get(`/v1/users/${member.userId}`), 401, 'UNAUTHENTICATED');
});

test('a member changes their own data, and nothing else', async () => {
  const [member, other] = [await customer({ phone: '02-123-4567' }), await customer()];
  const path = `/v1/users/${member.userId}`;
  const changed = assertStatus(await patch(path, { json: { name: '임꺽정', address: '제주시 1' }, as: member }), 200).data;
  assert.deepEqual([changed.name, changed.phone, changed.address], ['임꺽정', '02-123-4567', '제주시 1']);
  assert.deepEqual(assertStatus(await get('/v1/users/me', { as: member }), 200).data, changed);
  assert.equal(assertStatus(await patch('/v1/users/me', { json: { name: '장길산' }, as: member }), 200).data.name, '장길산');
  assertStatus(await patch(path, { json: {}, as: member }), 200);
  assertFaults(await patch(path, { json: { email: 'new@x.example', role: 'ADMIN', status: 'GONE' }, as: member }),
    { '/email': 'unknown_field', '/role': 'unknown_field', '/status': 'not_a_choice' });
  assertProblem(await patch(path, { json: { name: 'x' }, as: other }), 404, 'ENTITY_NOT_FOUND');
  assertProblem(await patch(path, { json: { name: 'x' } }), 401, 'UNAUTHENTICATED');
  for (const as of [await cook(), await courier(), await seller()])
    assertProblem(await patch(path, { json: { name: 'x' }, as }), 404, 'ENTITY_NOT_FOUND');
});

test('the status is an admin\'s to change', async () => {
  const member = await customer();
  const path = `/v1/users/${member.userId}`;
  for (const as of [member, await cook()])
    assertProblem(await patch(path, { json: { status: 'SUSPENDED' }, as }), 403, 'FORBIDDEN');
  const boss = await admin();
  assert.equal(assertStatus(await patch(path, { json: { status: 'SUSPENDED' }, as: boss }), 200).data.status, 'SUSPENDED');
  assertProblem(await get('/v1/users/me', { as: member }), 401, 'UNAUTHENTICATED');
  assertProblem(await post('/v1/sessions', { json: { email: member.email, password: 'correct horse' } }), 401, 'UNAUTHENTICATED');
  await sql('DELETE FROM signin_failures');
  assertStatus(await patch(path, { json: { status: 'ACTIVE' }, as: boss }), 200);
  assertProblem(await get('/v1/users/me', { as: member }), 401, 'UNAUTHENTICATED');	// its sessions were ended
  assertStatus(await get('/v1/users/me', { as: await signIn(member.email, 'correct horse') }), 200);
  assertStatus(await patch(path, { json: { status: 'WITHDRAWN' }, as: boss }), 200);
  assertFaults(await patch(path, { json: { status: 'ACTIVE' }, as: boss }), { '/status': 'final' });
});

test('the last admin stays one', async () => {
  const boss = await admin();
  for (const status of ['SUSPENDED', 'WITHDRAWN'])
    assertFaults(await patch(`/v1/users/${boss.userId}`, { json: { status }, as: boss }), { '/status': 'last_admin' });
  assert.equal(assertStatus(await patch('/v1/users/me', { json: { status: 'ACTIVE' }, as: boss }), 200).data.status, 'ACTIVE');
});

test('a member who changes the name meanwhile does not undo a suspension', async () => {
  const boss = await admin();
  for (let round = 0; round < 4; round++) {
    const member = await customer();
    const path = `/v1/users/${member.userId}`;
    const renaming = Array.from({ length: 12 }, (_, i) => patch(path, { json: { name: `n${i}` }, as: member }));
    assertStatus(await patch(path, { json: { status: 'SUSPENDED' }, as: boss }), 200);
    await Promise.all(renaming);
    assert.equal(assertStatus(await get(path, { as: boss }), 200).data.status, 'SUSPENDED');
  }
});

test('what is left out of a change stays', async () => {
  const member = await customer({ phone: '010-1234-5678', address: '서울' });
  const changed = assertStatus(await patch('/v1/users/me', { json: { address: '부산' }, as: member }), 200).data;
  assert.deepEqual([changed.name, changed.phone, changed.address, changed.status], ['홍길동', '010-1234-5678', '부산', 'ACTIVE']);
});
