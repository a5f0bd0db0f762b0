// Signing in and out; cookies and bearers; who may act with a cookie from where; the slowing of guessers.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { call, get, patch, post, setCookies } from './support/call.mjs';
import { changeUser, sql } from './support/database.mjs';
import { assertFaults, assertProblem, assertStatus } from './support/expect.mjs';
import { place, wish } from './support/orders.mjs';
import { customer, freshEmail, signIn } from './support/people.mjs';
import { base } from './support/shop.mjs';

after(() => sql('DELETE FROM signin_failures'));

const trySignIn = (email, password = 'correct horse', options = {}) => post('/v1/sessions', { json: { email, password }, ...options });
const withCookie = (session, more = {}) => ({ headers: { cookie: `banquet=${session.token}`, ...more } });

test('signing in answers a token and sets it as a cookie', async () => {
  const member = await customer();
  const answer = await trySignIn(member.email);
  const session = assertStatus(answer, 201).data;
  assert.equal(session.userId, member.userId);
  assert.equal(session.role, 'CUSTOMER');
  assert.ok(Date.parse(session.expiresAt) > Date.now() + 86400000);
  assert.equal(answer.cookies.banquet, session.token);
  const [cookie] = setCookies(answer.headers);
  assert.match(cookie, /; Path=\/; HttpOnly; SameSite=Lax; Max-Age=1209600$/);
  assert.match(session.token, /^[A-Za-z0-9_-]{22}$/);
  assert.equal(answer.headers.get('cache-control'), 'no-store');
});

test('the token itself is nowhere in the database', async () => {
  const { token, userId } = await customer();
  assert.deepEqual(await sql(`SELECT COUNT(*) FROM sessions WHERE user_id = '${userId}' AND LOCATE('${token}', token_hash) = 0 AND LENGTH(token_hash) = 32`), [['1']]);
});

test('cookie and bearer open the same', async () => {
  const member = await customer();
  const me = assertStatus(await get('/v1/users/me', { as: member }), 200);
  assert.deepEqual(assertStatus(await get('/v1/users/me', withCookie(member)), 200), me);
  assertStatus(await get('/v1/users/me', { headers: { authorization: `bearer ${member.token}` } }), 200);
});

test('a token that is none is refused', async () => {
  const member = await customer();
  for (const authorization of ['Bearer', 'Bearer ', 'Bearer x', `Bearer ${member.token}x`, `Basic ${member.token}`, member.token, `Bearer ${'A'.repeat(22)}`]) {
    assertProblem(await get('/v1/users/me', { headers: { authorization } }), 401, 'UNAUTHENTICATED');
    // Who shows a token means to be known: no endpoint takes them for a guest.
    assertProblem(await post('/api/orders/', { json: wish(), headers: { authorization } }), 401, 'UNAUTHENTICATED');
  }
});

test('an old cookie makes a guest, not an error', async () => {
  assertStatus(await get('/api/menu', { headers: { cookie: `banquet=${'A'.repeat(22)}` } }), 200);
  assertProblem(await get('/v1/users/me', { headers: { cookie: `banquet=${'A'.repeat(22)}` } }), 401, 'UNAUTHENTICATED');
});

test('signing out ends the session and the cookie', async () => {
  const member = await customer();
  const other = await signIn(member.email, 'correct horse');
  const answer = await call('DELETE', '/v1/sessions/current', { as: member });
  assertStatus(answer, 200);
  assert.match(setCookies(answer.headers)[0], /^banquet=; .*Max-Age=0/);
  assertProblem(await get('/v1/users/me', { as: member }), 401, 'UNAUTHENTICATED');
  assertProblem(await call('DELETE', '/v1/sessions/current', { as: member }), 401, 'UNAUTHENTICATED');
  assertProblem(await call('DELETE', '/v1/sessions/current'), 401, 'UNAUTHENTICATED');
  assertStatus(await get('/v1/users/me', { as: other }), 200);
});

test('an expired session is none', async () => {
  const member = await customer();
  await sql(`UPDATE sessions SET expires_at = UTC_TIMESTAMP(3) WHERE user_id = '${member.userId}'`);
  assertProblem(await get('/v1/users/me', { as: member }), 401, 'UNAUTHENTICATED');
});

test('who is suspended or has withdrawn does not get in, with old sessions neither', async () => {
  for (const status of ['SUSPENDED', 'WITHDRAWN']) {
    const member = await customer();
    await changeUser(member.userId, `status = '${status}'`);
    assertProblem(await get('/v1/users/me', { as: member }), 401, 'UNAUTHENTICATED');
    assertProblem(await trySignIn(member.email), 401, 'UNAUTHENTICATED');
  }
});

test('a wrong address and a wrong password look the same', async () => {
  const member = await customer();
  const [wrongPassword, nobody] = [await trySignIn(member.email, 'wrong horse'), await trySignIn(freshEmail())];
  assert.equal(wrongPassword.body.message, '이메일 또는 비밀번호가 올바르지 않습니다.');
  const strip = ({ requestId, ...problem }) => problem;
  assert.deepEqual(strip(assertProblem(wrongPassword, 401, 'UNAUTHENTICATED')), strip(assertProblem(nobody, 401, 'UNAUTHENTICATED')));
  assertFaults(await post('/v1/sessions', { json: {} }), { '/email': 'required', '/password': 'required' });
});

test('after three failures each next one makes the account wait longer there', async () => {
  const member = await customer();
  for (let i = 0; i < 4; i++) assertProblem(await trySignIn(member.email, 'wrong horse'), 401, 'UNAUTHENTICATED');
  const waits = [];
  for (let round = 0; round < 3; round++) {
    await sql('UPDATE signin_failures SET last_at = UTC_TIMESTAMP(3)');	// however slow the machine is
    const refused = await trySignIn(member.email);
    assertProblem(refused, 429, 'TOO_MANY_REQUESTS');	// the right password too
    waits.push(Number(refused.headers.get('retry-after')));
    await sql('UPDATE signin_failures SET last_at = last_at - INTERVAL 1 HOUR');	// the wait is over
    assertProblem(await trySignIn(member.email, 'wrong horse'), 401, 'UNAUTHENTICATED');
  }
  assert.deepEqual(waits, [1, 2, 4]);
  await sql('UPDATE signin_failures SET failures = 100');
  const longest = Number((await trySignIn(member.email)).headers.get('retry-after'));
  assert.ok(longest > 890 && longest <= 900, `${longest}`);
  await sql('UPDATE signin_failures SET last_at = last_at - INTERVAL 1 HOUR');
  assertStatus(await trySignIn(member.email), 201);	// and all is forgotten
  assertProblem(await trySignIn(member.email, 'wrong horse'), 401, 'UNAUTHENTICATED');
  assertStatus(await trySignIn(member.email), 201);
  await sql('DELETE FROM signin_failures');
});

/** A member who has never signed in. */
const stranger = async () => {
  const email = freshEmail();
  assertStatus(await post('/v1/users', { json: { email, password: 'correct horse', name: '홍길동' } }), 201);
  return email;
};

test('guessing at many accounts from one address waits as well, however often an account of one\'s own is signed in to in between', async () => {
  await sql('DELETE FROM signin_failures');
  const [own, member, other] = [await customer(), await customer(), await stranger()];
  for (let i = 0; i < 21; i++) {
    assertProblem(await trySignIn(freshEmail(), 'guess'), 401, 'UNAUTHENTICATED');
    if (i % 3 === 0) assertStatus(await trySignIn(own.email), 201);
  }
  await sql('UPDATE signin_failures SET last_at = UTC_TIMESTAMP(3)');
  assertProblem(await trySignIn(other), 429, 'TOO_MANY_REQUESTS');
  assertProblem(await trySignIn(freshEmail(), 'guess'), 429, 'TOO_MANY_REQUESTS');
  // Who was signed in there before is not kept out by the neighbours, and has a count of their own.
  assertStatus(await trySignIn(member.email), 201);
  // A minute forgives one.
  await sql('UPDATE signin_failures SET last_at = last_at - INTERVAL 61 SECOND');
  assertStatus(await trySignIn(other), 201);
  await sql('DELETE FROM signin_failures');
});

/** Signing in from another address of this machine; answers the status. */
const from = (localAddress, email, password = 'correct horse') => new Promise((resolve, reject) => {
  const asked = request(new URL('/v1/sessions', base), { method: 'POST', localAddress, headers: { 'content-type': 'application/json' } }, (answer) => {
    answer.resume().on('end', () => resolve({ status: answer.statusCode, wait: Number(answer.headers['retry-after']) }));
  }).on('error', reject);
  asked.end(JSON.stringify({ email, password }));
});

test('strangers who guess keep nobody out of their account', { skip: base.hostname !== 'localhost' && base.hostname !== '127.0.0.1' }, async () => {
  await sql('DELETE FROM signin_failures');
  const member = await customer();
  // One at one address waits there, and nobody else does.
  for (let i = 0; i < 4; i++) assert.equal((await from('127.0.7.1', member.email, 'guess')).status, 401);
  await sql('UPDATE signin_failures SET last_at = UTC_TIMESTAMP(3)');
  assert.equal((await from('127.0.7.1', member.email)).status, 429);
  assert.equal((await from('127.0.8.1', member.email)).status, 201);
  // Many: who was there before gets in, who was not waits a minute at the most.
  for (let i = 2; i < 32; i++) {
    await sql('UPDATE signin_failures SET last_at = last_at - INTERVAL 1 HOUR');
    assert.equal((await from(`127.0.7.${i}`, member.email, 'guess')).status, 401);
  }
  await sql('UPDATE signin_failures SET last_at = UTC_TIMESTAMP(3), failures = failures * 100');
  const elsewhere = await from('127.0.9.1', member.email);
  assert.equal(elsewhere.status, 429);
  assert.ok(elsewhere.wait > 50 && elsewhere.wait <= 60, `${elsewhere.wait}`);
  for (const address of ['127.0.8.1', '127.0.0.1']) assert.equal((await from(address, member.email)).status, 201);
  await sql('DELETE FROM signin_failures');
});

test('with a cookie nothing is changed from another site', async () => {
  const member = await customer();
  const { order } = await place({ user_id: member.userId }, { as: member });
  const own = base.origin;
  const cases = [
    [{ 'sec-fetch-site': 'same-origin' }, true], [{ 'sec-fetch-site': 'none' }, true],
    [{ 'sec-fetch-site': 'same-site' }, false], [{ 'sec-fetch-site': 'cross-site' }, false],
    [{ 'sec-fetch-site': 'cross-site', origin: own }, false],
    [{ origin: own }, true], [{ origin: 'https://evil.example' }, false], [{ origin: 'null' }, false],
    [{ origin: `${own}.evil.example` }, false], [{}, false],
  ];
  for (const [headers, allowed] of cases) {
    const answers = [
      await post('/api/orders/', { json: wish(), ...withCookie(member, headers) }),
      await post(`/api/orders/reorder/${order.id}`, { json: {}, ...withCookie(member, headers) }),
      await patch(`/v1/users/${member.userId}`, { json: { name: 'x' }, ...withCookie(member, headers) }),
    ];
    for (const answer of answers) {
      if (allowed) assert.ok(answer.status < 300, `${JSON.stringify(headers)} ${answer.text}`);
      else assertProblem(answer, 403, 'FORBIDDEN');
    }
    // Reading is free, and a bearer is no cookie: a browser sends it for nobody else.
    assertStatus(await get('/v1/users/me', withCookie(member, headers)), 200);
    assertStatus(await post('/api/orders/', { json: wish(), as: member, headers }), 201);
  }
  assertProblem(await call('DELETE', '/v1/sessions/current', withCookie(member, { origin: 'https://evil.example' })), 403, 'FORBIDDEN');
  assertStatus(await get('/v1/users/me', { as: member }), 200);
});

test('a stranger\'s form needs no cookie to be refused: its answer would set one', async () => {
  const [member, email] = [await customer(), freshEmail()];
  const form = { email: member.email, password: 'correct horse', name: '홍길동', dinner_code: wish().dinner_code, style: wish().style, delivery_address: '서울' };
  const doors = [
    ['/v1/sessions', form], ['/sign-in', form], ['/sign-out', {}],
    ['/v1/users', { ...form, email }], ['/register', { ...form, email }],
    ['/api/orders/', form], [`/api/orders/?token=${'A'.repeat(22)}`, form],
  ];
  for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }, { origin: 'https://evil.example' }, { origin: 'null' }])
    for (const [path, fields] of doors) {
      const answer = await post(path, { form: fields, headers: { accept: 'text/html', ...headers } });
      assertStatus(answer, 403);
      assert.deepEqual(setCookies(answer.headers), [], path);
    }
  // Programs that say nothing of where they come from, and our own pages, are let in; so is who shows a token in a header.
  for (const headers of [{}, { origin: base.origin }, { 'sec-fetch-site': 'none' }])
    assertStatus(await post('/v1/sessions', { form, headers }), 201);
  assertStatus(await post('/api/orders/', { json: wish(), headers: { origin: 'https://evil.example', 'x-order-token': 'A'.repeat(22) } }), 201);
});

test('after signing in nobody is sent to another site', async () => {
  const member = await customer();
  for (const next of ['//evil.example', '/\\evil.example', '/\t/evil.example', '/\n/evil.example', '/\x01/evil.example', '/\x7f/evil.example', 'https://evil.example', '']) {
    const answer = await post('/sign-in', { form: { email: member.email, password: 'correct horse', next }, headers: { accept: 'text/html' } });
    assertStatus(answer, 303);
    assert.equal(answer.headers.get('location'), '/', JSON.stringify(next));
  }
});

test('an address that only looks the same is another one, so that none has a count of failures of its own', async () => {
  await sql('DELETE FROM signin_failures');
  const member = await customer();
  for (const email of [`${member.email}\u200b`, member.email.replace('test', 'tést'), member.email.replace('test', 'ｔest')])
    assertProblem(await trySignIn(email), 401, 'UNAUTHENTICATED');
  assertStatus(await trySignIn(member.email.toUpperCase()), 201);
  await sql('DELETE FROM signin_failures');
});

test('guesses at once are not more guesses', async () => {
  await sql('DELETE FROM signin_failures');
  const member = await customer();
  const answers = await Promise.all(Array.from({ length: 40 }, () => trySignIn(member.email, 'wrong horse')));
  const told = answers.filter(({ status }) => status === 401).length;
  assert.ok(told >= 4 && told <= 12, `${told} of 40 were told that they were wrong`);	// 4, and those on their way in that moment
  await sql('DELETE FROM signin_failures');
});

test('a guest\'s cookie is held to the same', async () => {
  const { order, order_token } = await place();
  const cookie = { cookie: `banquet_guest=${order_token}` };
  assertProblem(await post(`/api/orders/${order.id}/cancel`, { json: {}, headers: { ...cookie, 'sec-fetch-site': 'cross-site' } }), 403, 'FORBIDDEN');
  assertStatus(await post(`/api/orders/${order.id}/cancel`, { json: {}, headers: { ...cookie, 'sec-fetch-site': 'same-origin' } }), 200);
});
