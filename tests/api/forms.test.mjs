// Forms without scripts: Post/Redirect/Get when all is well, else a page that lists what to correct and keeps what was typed.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { browserPost, call, get, post } from './support/call.mjs';
import { assertProblem, assertStatus } from './support/expect.mjs';
import { place, wish } from './support/orders.mjs';
import { admin, customer, freshEmail } from './support/people.mjs';
import { setStock, stock } from './support/stock.mjs';

const asCookie = (session) => ({ headers: { cookie: `banquet=${session.token}` } });

function assertPage(answer, status) {
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.type, 'text/html');
  assert.match(answer.headers.get('content-type'), /charset=utf-8/);
  assert.equal(answer.headers.get('cache-control'), 'no-store');
  assert.match(answer.text, /^<!doctype html>/i);
  assert.match(answer.text, /<html lang="(ko|en)"/);
  assert.doesNotMatch(answer.text, /\{\{|\}\}|undefined|\(null\)/);
  return answer.text;
}

test('an order form leads to the order\'s page', async () => {
  const answer = await browserPost('/api/orders/', wish({ side_dishes: [{ code: 'salad', quantity: '1' }] }));
  assert.equal(answer.status, 303);
  const location = answer.headers.get('location');
  assert.match(location, /^\/orders\/[0-9a-f-]{36}$/);
  assert.ok(answer.cookies.banquet_guest);
  const page = await get(location, { headers: { accept: 'text/html', cookie: `banquet_guest=${answer.cookies.banquet_guest}` } });
  assert.match(assertPage(page, 200), /발렌타인 디너/);
  assert.equal((await get(location, { headers: { accept: 'text/html' } })).status, 404);
});

test('pressing the button twice orders once', async () => {
  const form = { ...wish(), idempotency_key: randomUUID() };
  const before = await stock();
  const [one, two] = [await browserPost('/api/orders/', form), await browserPost('/api/orders/', form)];
  assert.deepEqual([one.status, two.status], [303, 303]);
  assert.equal(one.headers.get('location'), two.headers.get('location'));
  assert.equal(before.heart_plate - (await stock()).heart_plate, 1000);
});

test('a script\'s form post is answered in JSON', async () => {
  assertStatus(await post('/api/orders/', { form: wish() }), 201);
  for (const accept of ['application/json', '*/*', 'application/json, text/html;q=0.5'])
    assertStatus(await post('/api/orders/', { form: wish(), headers: { accept } }), 201);
  assertStatus(await post('/api/orders/', { json: wish(), headers: { accept: 'text/html, application/json;q=0.9' } }), 201);
});

test('a refused order form comes back with what to correct and what was typed', async () => {
  const typed = { ...wish({ quantity: '11', delivery_address: 'x', notes: '<b>"quoted"</b> & 4242 4242 4242 4242',
    customizations: { wine: '150', premium_steak: '2' } }) };
  const html = assertPage(await browserPost('/api/orders/', typed), 400);
  for (const what of ['값이 너무 큽니다 (최대 10).', '너무 짧습니다 (최소 2).', '카드 번호는 여기에 적지 마세요.', '수량', '배달 주소', '요청 사항']) assert.ok(html.includes(what), what);
  assert.ok(html.includes('value="11"'));
  assert.ok(html.includes('&lt;b&gt;') && html.includes('&amp; 4242') && !html.includes('<b>"quoted'));
  assert.ok(html.includes('value="150"') && html.includes('value="2"'));
  assert.match(html, /<form[^>]+action="\/api\/orders\/"/);
  assert.match(html, /role="alert"/);
  assert.match(html, /aria-invalid="true"/);
  const english = assertPage(await browserPost('/api/orders/', typed, { headers: { 'accept-language': 'en' } }), 400);
  assert.ok(english.includes('The value is too large (at most 10).') && english.includes('<html lang="en"'));
});

test('a shortage comes back as a page that names it', async () => {
  await setStock('heart_plate', 0);
  try {
    const html = assertPage(await browserPost('/api/orders/', wish({ notes: '문 앞' })), 409);
    assert.ok(html.includes('재고가 부족합니다.') && html.includes('하트 모양 접시'));
    assert.ok(html.includes('문 앞'));
  } finally {
    await setStock('heart_plate', 100000);
  }
});

test('a form that names no dinner gets a page as well', async () => {
  const html = assertPage(await browserPost('/api/orders/', { quantity: '99' }), 400);
  assert.ok(html.includes('필수 항목입니다.'));
  assertPage(await browserPost('/api/orders/', { dinner_code: 'goulash', style: 'simple', delivery_address: 'Seoul' }), 400);
  assertPage(await browserPost('/api/orders/', { dinner_code: '"><script>', style: 'simple' }), 400);
});

test('cancelling and ordering again by form lead to the order', async () => {
  const member = await customer();
  const { order } = await place({}, { as: member });
  const again = await browserPost(`/api/orders/reorder/${order.id}`, {}, asCookie(member));
  assert.equal(again.status, 303);
  assert.match(again.headers.get('location'), /^\/orders\//);
  assert.notEqual(again.headers.get('location'), `/orders/${order.id}`);
  const ended = await browserPost(`/api/orders/${order.id}/cancel`, { reason: '' }, asCookie(member));
  assert.deepEqual([ended.status, ended.headers.get('location')], [303, `/orders/${order.id}`]);
  const refused = await browserPost(`/api/orders/${order.id}/cancel`, { reason: '' }, asCookie(member));
  assert.ok(assertPage(refused, 409).includes('현재 주문 상태에서는 할 수 없는 요청입니다.'));
  assert.ok(refused.text.includes(`href="/orders/${order.id}"`));
});

test('registering and signing in by form', async () => {
  const email = freshEmail();
  const registered = await browserPost('/v1/users', { email, password: 'correct horse', name: '홍길동' });
  assert.deepEqual([registered.status, registered.headers.get('location')], [303, '/sign-in?registered=1']);
  assertPage(await get('/sign-in?registered=1', { headers: { accept: 'text/html' } }), 200);
  const session = await browserPost('/v1/sessions', { email, password: 'correct horse' });
  assert.deepEqual([session.status, session.headers.get('location')], [303, '/']);
  assert.ok(session.cookies.banquet);
  assert.equal(session.text, '');
  assertStatus(await get('/v1/users/me', { headers: { cookie: `banquet=${session.cookies.banquet}` } }), 200);
});

test('what was typed as a password is never shown again', async () => {
  const secret = `hunter2-${randomUUID()}`;
  const refused = [
    await browserPost('/v1/users', { email: 'nobody', password: secret, name: '홍길동' }),
    await browserPost('/v1/users', { email: 'admin@banquet.test', password: secret, name: '홍길동' }),
    await browserPost('/v1/sessions', { email: freshEmail(), password: secret }),
    await browserPost('/v1/sessions', { email: '', password: secret }),
  ];
  assert.deepEqual(refused.map((answer) => answer.status), [400, 400, 401, 400]);
  for (const answer of refused) assert.ok(!assertPage(answer, answer.status).includes(secret));
  assert.ok(refused[0].text.includes('이메일 주소의 형식이 아닙니다.') && refused[0].text.includes('value="nobody"') && refused[0].text.includes('value="홍길동"'));
  assert.ok(refused[1].text.includes('이미 사용 중입니다.'));
  for (const answer of [await post('/v1/users', { json: { email: 'nobody', password: secret, name: 'x' } }), await post('/v1/sessions', { json: { email: 'x', password: secret } })])
    assert.ok(!answer.text.includes(secret));
});

test('a form from another site is refused with a page', async () => {
  const member = await customer();
  const html = assertPage(await browserPost('/api/orders/', wish(), { headers: { cookie: `banquet=${member.token}`, 'sec-fetch-site': 'cross-site' } }), 403);
  assert.ok(html.includes('다른 사이트에서 보낸 요청은 받지 않습니다.'));
});

test('a form that is too large is refused with a page', async () => {
  assertPage(await browserPost('/api/orders/', wish({ notes: 'x'.repeat(70000) })), 413);
});

test('who types a wrong address in a browser gets a page, a program a problem', async () => {
  assertPage(await get('/nothing/here', { headers: { accept: 'text/html,*/*;q=0.8' } }), 404);
  assertPage(await get('/api/nothing', { headers: { accept: 'text/html,*/*;q=0.8' } }), 404);
  assertProblem(await get('/api/nothing'), 404, 'ENTITY_NOT_FOUND');
});

test('PATCH is no form method: it answers in JSON whatever is preferred', async () => {
  const { order } = await place();
  const answer = await call('PATCH', `/api/orders/${order.id}/status`, { form: { new_status: 'PREPARING' }, as: await admin(), headers: { accept: 'text/html,*/*;q=0.8' } });
  assert.equal(assertStatus(answer, 200).order.status, 'PREPARING');
});
