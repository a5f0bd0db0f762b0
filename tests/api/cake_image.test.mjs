// Pictures as nginx gives them: headers, thumbnails, ranges, and nothing else of the disk; and in orders, the buyer's own.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { call, get, post } from './support/call.mjs';
import { sql } from './support/database.mjs';
import { assertFaults, assertProblem, assertStatus } from './support/expect.mjs';
import { guest, place, wish } from './support/orders.mjs';
import { customer } from './support/people.mjs';
import { picture, stored, upload } from './support/pictures.mjs';
import { base } from './support/shop.mjs';

const large = (await upload(await picture('large'))).body;
const fetched = (path, headers = {}) => fetch(new URL(path, base), { headers });

/** The width in a WebP file's VP8 header. */
const widthOf = (bytes) => bytes.readUInt16LE(26) & 0x3fff;
const bytesOf = async (answer) => Buffer.from(await answer.arrayBuffer());

test('the picture with its headers', async () => {
  const answer = await fetched(large.image_path);
  assert.equal(answer.status, 200);
  const header = (name) => answer.headers.get(name);
  assert.equal(header('content-type'), 'image/webp');
  assert.equal(header('cache-control'), 'public, max-age=31536000, immutable');
  assert.equal(header('x-content-type-options'), 'nosniff');
  assert.equal(header('content-security-policy'), "default-src 'none'; sandbox; frame-ancestors 'none'");
  assert.equal(header('accept-ranges'), 'bytes');
  assert.equal(header('set-cookie'), null);
  assert.ok(header('etag'));
  assert.equal(widthOf(await bytesOf(answer)), 2560);
  const again = await fetched(large.image_path, { 'if-none-match': header('etag') });
  assert.equal(again.status, 304);
  assert.equal(again.headers.get('cache-control'), header('cache-control'));
});

test('thumbnails of two widths, and no other', async () => {
  for (const [w, width] of [[320, 320], [800, 800]]) {
    const answer = await fetched(`${large.image_path}?w=${w}`);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('content-type'), 'image/webp');
    assert.equal(answer.headers.get('cache-control'), 'public, max-age=31536000, immutable');
    assert.equal(widthOf(await bytesOf(answer)), width);
  }
  assert.equal(widthOf(await bytesOf(await fetched(large.thumbnail_path))), 320);
  for (const w of ['1', '640', '800x', '-320', '../x', '%2e'])
    assertProblem(await get(`${large.image_path}?w=${w}`), 404, 'ENTITY_NOT_FOUND');
});

test('ranges', async () => {
  const answer = await fetched(large.image_path, { range: 'bytes=0-3' });
  assert.equal(answer.status, 206);
  assert.equal(await answer.text(), 'RIFF');
  assert.match(answer.headers.get('content-range'), /^bytes 0-3\/\d+$/);
});

test('a range there is not, and conditions that do not hold: problems; HEAD as GET, without the bytes', async () => {
  const whole = await fetched(large.image_path);
  const [etag, length] = [whole.headers.get('etag'), whole.headers.get('content-length')];
  await whole.arrayBuffer();
  const beyond = assertProblem(await get(large.image_path, { headers: { range: `bytes=${length}-` } }), 416, 'RANGE_NOT_SATISFIABLE');
  assert.equal(beyond.title, 'Range not satisfiable');
  const header = (await fetched(large.image_path, { range: `bytes=${length}-` })).headers;
  assert.equal(header.get('content-range'), `bytes */${length}`);
  for (const once of ['x-content-type-options', 'content-security-policy', 'content-type']) assert.doesNotMatch(header.get(once), /,/, once);
  const refused = await get(large.image_path, { headers: { 'if-match': '"another"' } });
  assertProblem(refused, 412, 'PRECONDITION_FAILED');
  assert.equal(refused.headers.get('cache-control'), 'no-store');
  assertProblem(await get(large.image_path, { headers: { 'if-unmodified-since': 'Thu, 01 Jan 1970 00:00:01 GMT' } }), 412, 'PRECONDITION_FAILED');
  assert.equal((await fetched(large.image_path, { 'if-match': etag })).status, 200);
  assert.equal((await fetched(large.image_path, { range: 'bytes=0-3', 'if-range': '"another"' })).status, 200);
  const head = await fetch(new URL(large.image_path, base), { method: 'HEAD' });
  for (const name of ['content-type', 'content-length', 'etag', 'last-modified', 'cache-control', 'content-security-policy'])
    assert.equal(head.headers.get(name), whole.headers.get(name), name);
  assert.equal((await head.arrayBuffer()).byteLength, 0);
});

test('what there is not: a problem, and nobody keeps it', async () => {
  const id = '0'.repeat(32);
  for (const name of [`${id}.webp`, `${id}-320.webp`, `${id}.jpg`, `${id}`, 'x', '.webp', large.filename.toUpperCase().replace('WEBP', 'webp'),
    large.filename.replace('.webp', '-320.webp'), `.${large.filename}`, `${large.filename}/`, `${large.filename}.php`])
    assertProblem(await get(`/api/cake/customizations/image/${name}`), 404, 'ENTITY_NOT_FOUND');
  assertProblem(await get('/api/cake/customizations/image/'), 404, 'ENTITY_NOT_FOUND');
  assert.equal((await get('/api/cake/customizations/image')).status, 404);
  assertProblem(await post(large.image_path, { json: {} }), 405, 'METHOD_NOT_ALLOWED');
});

/** As it is typed, without a client putting it right. */
function raw(path) {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(base);
    request({ hostname, port, path }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part)).on('end', () => resolve({ status: answer.statusCode, text: Buffer.concat(parts).toString() }));
    }).on('error', reject).end();
  });
}

test('no way to another file', async () => {
  const [a, b] = [large.filename.slice(0, 2), large.filename.slice(2, 4)];
  for (const path of ['../banquet.conf', '..%2fbanquet.conf', '%2e%2e/banquet.conf', '....//banquet.conf', `${a}/${b}/${large.filename}`, `${a}/`, '/etc/passwd',
    '%2fetc%2fpasswd', '..\\banquet.conf', `${large.filename}/../../../../banquet.conf`]) {
    const answer = await raw(`/api/cake/customizations/image/${path}`);
    assert.ok([400, 404].includes(answer.status), `${path}: ${answer.status}`);
    assert.doesNotMatch(answer.text, /gateway_key|root:/);
  }
});

/* --- in orders ------------------------------------------------------------- */

const cakeWish = (image_path) => wish({ dinner_code: 'cake', style: 'grand', cake_customization: { image_path } });
const refused = (answer) => assertFaults(answer, { '/cake_customization/image_path': 'not_yours_or_unknown' });

test('an order names the buyer’s own picture, or is refused', async () => {
  const [kim, lee] = [await customer(), await customer()];
  const { image_path } = (await upload(await picture('one'), { as: kim })).body;
  refused(await post('/api/orders/', { json: cakeWish(image_path), as: lee }));
  refused(await post('/api/orders/', { json: cakeWish(image_path) }));
  refused(await post('/api/orders/', { json: cakeWish(`/api/cake/customizations/image/${'0'.repeat(32)}.webp`), as: kim }));
  const { order } = assertStatus(await post('/api/orders/', { json: cakeWish(image_path), as: kim }), 201);
  assert.equal(order.cake_customization.image_path, image_path);
  const again = assertStatus(await post(`/api/orders/reorder/${order.id}`, { json: {}, as: kim }), 201);
  assert.equal(again.order.cake_customization.image_path, image_path);
});

test('a guest’s picture is for whoever has the token; after signing in it is the member’s', async () => {
  const { image_path, order_token } = (await upload(await picture('one'))).body;
  refused(await post('/api/orders/', { json: cakeWish(image_path) }));
  assertStatus(await post('/api/orders/', { json: cakeWish(image_path), ...guest(order_token) }), 201);
  const second = (await upload(await picture('one'), guest(order_token))).body.image_path;
  const [kim, lee] = [await customer(), await customer()];
  assertStatus(await post('/api/orders/', { json: cakeWish(second), as: kim, ...guest(order_token) }), 201);
  refused(await post('/api/orders/', { json: cakeWish(second), as: lee, ...guest(order_token) }));
});

test('checkout asks the same', async () => {
  const kim = await customer();
  const { image_path } = (await upload(await picture('one'), { as: kim })).body;
  const json = { menu_code: 'cake', style: 'grand', cake_customization: { image_path }, delivery: { address: '서울시 강남구 테헤란로 1' },
    payment: { card_number: '4242424242424242', cardholder_name: 'KIM', expiry_date: '12/40', cvc: '123' } };
  refused(await post('/api/checkout/checkout', { json, as: await customer() }));
  assertStatus(await post('/api/checkout/checkout', { json, as: kim }), 201);
});

test('the worker removes what no order names when its time has come, and lets the rest be', async () => {
  const kim = await customer();
  const [loose, named, young] = await Promise.all(['one', 'one', 'one'].map(async (name) => (await upload(await picture(name), { as: kim })).body));
  await place(cakeWish(named.image_path), { as: kim });
  const ids = [loose, named].map(({ filename }) => `'${filename.slice(0, 32)}'`).join();
  await sql(`UPDATE images SET used_at = used_at - INTERVAL 25 HOUR WHERE image_id IN (${ids})`);
  await promisify(execFile)(`${process.env.BANQUET_DIR}/bin/worker`, ['--once'], { env: { ...process.env, BANQUET_CONFIG: `${process.env.BANQUET_DIR}/banquet.conf`,
    BANQUET_DB_USER: 'banquet' } });
  const files = await stored();
  const there = ({ filename }) => files.filter((file) => file.includes(filename.slice(0, 32))).length;
  assert.deepEqual([there(loose), there(named), there(young)], [0, 3, 3]);
  assert.equal((await call('GET', named.image_path)).status, 200);
});
