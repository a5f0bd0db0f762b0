// HTTP as every endpoint speaks it: methods, media types, sizes, conditions, ids; and problems whole in every refusal.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import http from 'node:http';
import { call, get, patch, post } from './support/call.mjs';
import { contract, methodsOf } from './support/contract.mjs';
import { assertFaults, assertProblem, assertStatus } from './support/expect.mjs';
import { guest, place, wish } from './support/orders.mjs';
import { admin, cook, customer } from './support/people.mjs';
import { base } from './support/shop.mjs';

const anyId = '01a1fd19-2e0d-706b-a860-123456789abc';
const concrete = (path) => path.replace('{code}', 'valentine').replace(/{[^}]+}/g, anyId);
// nginx serves pictures itself (cake_image.test.mjs), and uploads have a limit of their own (cake_upload.test.mjs).
const byProgram = (path) => !path.startsWith('/api/cake/customizations/image/');
const isUpload = (path) => /\/(upload-image|edit-ai-image)$/.test(path);
const operations = Object.entries(contract.paths).filter(([path]) => byProgram(path)).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ method: method.toUpperCase(), path: concrete(path), operation })));

test('a method a path does not have is refused with Allow', async () => {
  for (const path of Object.keys(contract.paths).filter(byProgram))
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((name) => !methodsOf(concrete(path)).has(name)))
      assertProblem(await call(method, concrete(path), { as: await admin() }), 405, 'METHOD_NOT_ALLOWED');
});

test('whoever takes no JSON is told', async () => {
  for (const { method, path } of operations) {
    const options = { as: await admin(), headers: { accept: 'application/xml' } };
    if (method !== 'GET') options.json = {};
    assertProblem(await call(method, path, options), 406, 'NOT_ACCEPTABLE');
  }
  for (const accept of ['*/*', 'application/*', 'application/json;q=0.1', 'text/html, application/json', 'application/problem+json', ''])
    assertStatus(await get('/api/menu', { headers: { accept } }), 200);
  assertProblem(await get('/api/menu', { headers: { accept: 'text/html' } }), 406, 'NOT_ACCEPTABLE');
  assertProblem(await get('/api/menu', { headers: { accept: 'application/json;q=0' } }), 406, 'NOT_ACCEPTABLE');
});

test('a body of another media type is refused', async () => {
  for (const { method, path } of operations.filter(({ operation }) => operation.requestBody))
    for (const type of ['text/plain', 'application/xml', 'application/jsonx', 'json'])
      assertProblem(await call(method, path, { body: 'a=b', type, as: await admin() }), 415, 'UNSUPPORTED_MEDIA_TYPE');
});

test('a body that is too large is refused', async () => {
  for (const { method, path } of operations.filter(({ path, operation }) => operation.requestBody && !isUpload(path)))
    assertProblem(await call(method, path, { json: { reason: 'x'.repeat(70000) }, as: await admin() }), 413, 'PAYLOAD_TOO_LARGE');
});

test('the slash at the end of a path is no matter', async () => {
  assertStatus(await post('/api/orders', { json: wish() }), 201);
  assertStatus(await get('/api/menu/'), 200);
});

test('an id that is none, or nobody\'s, is not found', async () => {
  const boss = await admin();
  for (const id of ['1', 'undefined', 'null', anyId, '00000000-0000-0000-0000-000000000000', `${anyId}0`, '%27%3B--']) {
    assertProblem(await get(`/api/orders/${id}`, { as: boss }), 404, 'ENTITY_NOT_FOUND');
    assertProblem(await get(`/api/orders/${id}/customizations`, { as: boss }), 404, 'ENTITY_NOT_FOUND');
    assertProblem(await patch(`/api/orders/${id}/status`, { json: { new_status: 'PREPARING' }, as: boss }), 404, 'ENTITY_NOT_FOUND');
    assertProblem(await post(`/api/orders/${id}/cancel`, { json: {}, as: boss }), 404, 'ENTITY_NOT_FOUND');
    assertProblem(await post(`/api/orders/reorder/${id}`, { json: {}, as: boss }), 404, 'ENTITY_NOT_FOUND');
    assertProblem(await post(`/api/orders/${id}/assignee`, { json: { staff_id: (await cook()).userId }, as: boss }), 404, 'ENTITY_NOT_FOUND');
    assertProblem(await get(`/v1/users/${id}`, { as: boss }), 404, 'ENTITY_NOT_FOUND');
    assertProblem(await patch(`/v1/users/${id}`, { json: { name: 'x' }, as: boss }), 404, 'ENTITY_NOT_FOUND');
  }
});

test('the request id is echoed, in problems too', async () => {
  const id = 'test-0123456789.abc_DEF';
  const answer = await get('/api/menu', { headers: { 'x-request-id': id } });
  assert.equal(answer.headers.get('x-request-id'), id);
  assert.equal(assertProblem(await post('/api/orders/', { json: {}, headers: { 'x-request-id': id } }), 400, 'INVALID_REQUEST').requestId, id);
  const made = (await get('/api/menu')).headers.get('x-request-id');
  assert.match(made, /^[0-9a-f-]{32,36}$/);
});

test('an order has an ETag: 304 while it is the same, 200 when it changed', async () => {
  const { order, order_token } = await place();
  const path = `/api/orders/${order.id}`;
  const first = await get(path, guest(order_token));
  const etag = first.headers.get('etag');
  assert.match(etag, /^"[^"]+"$/);
  const ask = (tags) => get(path, { headers: { 'x-order-token': order_token, 'if-none-match': tags } });
  for (const tags of [etag, `W/${etag}`, `"other", ${etag}`, '*']) assertStatus(await ask(tags), 304);
  assertStatus(await ask('"other"'), 200);
  assertStatus(await patch(`${path}/status`, { json: { new_status: 'PREPARING' }, as: await admin() }), 200);
  const changed = await ask(etag);
  assertStatus(changed, 200);
  assert.notEqual(changed.headers.get('etag'), etag);
});

test('a change meant for another version is refused', async () => {
  const { order } = await place();
  const boss = await admin();
  const path = `/api/orders/${order.id}`;
  const etag = (await get(path, { as: boss })).headers.get('etag');
  const change = (tag, status) => patch(`${path}/status`, { json: { new_status: status }, as: boss, headers: { 'if-match': tag } });
  assertProblem(await change('"999"', 'PREPARING'), 412, 'PRECONDITION_FAILED');
  assertProblem(await change('nonsense', 'PREPARING'), 412, 'PRECONDITION_FAILED');
  const moved = await change(etag, 'PREPARING');
  assertStatus(moved, 200);
  assertProblem(await change(etag, 'READY_FOR_DELIVERY'), 412, 'PRECONDITION_FAILED');
  assertStatus(await change(moved.headers.get('etag'), 'READY_FOR_DELIVERY'), 200);
  assertStatus(await change('*', 'IN_DELIVERY'), 200);
  const now = (await get(path, { as: boss })).headers.get('etag');
  assertStatus(await change(`"1", ${now}`, 'DELIVERED'), 200);
  assertProblem(await change(`W/${(await get(path, { as: boss })).headers.get('etag')}`, 'CONFIRMED'), 412, 'PRECONDITION_FAILED');
});

test('HEAD of an order and of a list', async () => {
  const member = await customer();
  const { order } = await place({ user_id: member.userId }, { as: member });
  const head = await call('HEAD', `/api/orders/${order.id}`, { as: member });
  assert.equal(head.status, 200);
  assert.equal(head.headers.get('etag'), (await get(`/api/orders/${order.id}`, { as: member })).headers.get('etag'));
  assert.equal((await call('HEAD', `/api/orders/user/${member.userId}`, { as: member })).status, 200);
  assert.equal((await call('HEAD', `/api/orders/${order.id}`)).status, 404);
});

test('what belongs to somebody is kept by no cache', async () => {
  const { order, order_token } = await place();
  for (const path of [`/api/orders/${order.id}`, `/api/orders/${order.id}/customizations`])
    assert.equal((await get(path, guest(order_token))).headers.get('cache-control'), 'no-store');
});

test('a 201 says where the new thing is', async () => {
  const answer = await post('/api/orders/', { json: wish() });
  assert.equal(answer.headers.get('location'), `/api/orders/${answer.body.order.id}`);
  assertStatus(await get(answer.headers.get('location'), guest(answer.body.order_token)), 200);
});

test('a body without a length is taken in full', async () => {
  const body = JSON.stringify(wish());
  const status = await new Promise((resolve, reject) => {
    const rq = http.request(new URL('/api/orders/', base), { method: 'POST', headers: { 'content-type': 'application/json', 'transfer-encoding': 'chunked' } },
      (rs) => rs.resume().on('end', () => resolve(rs.statusCode)));
    rq.on('error', reject);
    for (const part of body.match(/.{1,20}/gsu)) rq.write(part);
    rq.end();
  });
  assert.equal(status, 201);
});

test('health is public, metrics are not', async () => {
  assert.deepEqual(assertStatus(await get('/healthz'), 200), { status: 'ok' });
  assert.deepEqual(assertStatus(await get('/readyz'), 200), { status: 'ok' });
  assertProblem(await get('/metrics'), 404, 'ENTITY_NOT_FOUND');
  assertProblem(await get('/metrics/orders', { as: await admin() }), 404, 'ENTITY_NOT_FOUND');
});

test('paths of either face that are none are not found', async () => {
  for (const path of ['/api/', '/api/nothing', '/v1/', '/v1/nothing', '/api/menu/valentine/simple', `/api/orders/${anyId}/nothing`, '/v1/users/me/nothing'])
    assertProblem(await get(path), 404, 'ENTITY_NOT_FOUND');
});

test('a key that is no idempotency key is told by its header', async () => {
  assertFaults(await post('/api/orders/', { json: wish(), headers: { 'idempotency-key': 'a b' } }), { 'Idempotency-Key': 'not_a_key' });
});
