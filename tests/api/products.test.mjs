// Goods: listed, searched, sorted and paged; offered, changed under If-Match, and their stock booked.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { assertBooksAgree } from './support/audit.mjs';
import { browserPost, get, patch, post } from './support/call.mjs';
import { sql } from './support/database.mjs';
import { assertFaults, assertProblem, assertStatus, eventually } from './support/expect.mjs';
import { demo, freshSeller, goods } from './support/goods.mjs';
import { admin, cook, courier, customer, seller } from './support/people.mjs';

const list = async (query, options) => assertStatus(await get(`/v1/products?${new URLSearchParams(query)}`, options), 200).data;

/** All pages of a list, by its cursors. */
async function all(query) {
  const found = [];
  for (let cursor; ;) {
    const { products, nextCursor } = await list({ ...query, ...(cursor ? { cursor } : {}) });
    found.push(...products);
    if (nextCursor === null) return found;
    cursor = nextCursor;
  }
}
const mine = () => ({ category: `test-${randomUUID().slice(0, 8)}` });

test('the demo shop has its goods, in both languages', async () => {
  const found = await all({ limit: 100 });
  for (const one of demo.goods) {
    const shown = found.find((product) => product.name === one.name);
    assert.ok(shown, one.name);
    assert.deepEqual([shown.price, shown.category, shown.description, shown.status],
      [one.price, one.category, one.description, one.demo_stock === 0 ? 'SOLD_OUT' : 'ON_SALE']);
    assert.equal(shown.sellerId === 0, one.shop === true);
  }
  const english = await list({ q: 'wine glass', limit: 100 }, { language: 'en' });
  assert.ok(english.products.some((product) => product.name === 'Red wine glasses, pair'));
});

test('lists are sorted, and paged without gaps or doubles', async () => {
  const { category } = mine();
  const prices = [300, 100, 200, 100, 300, 100, 200];
  const made = [];
  for (const [i, price] of prices.entries()) made.push(await goods({ category, price, name: `${'바나다가마라사'[i]} 컵` }));
  const by = {
    newest: (a, b) => b.productId - a.productId,
    price_asc: (a, b) => a.price - b.price || a.productId - b.productId,
    price_desc: (a, b) => b.price - a.price || b.productId - a.productId,
    name: (a, b) => (a.name < b.name ? -1 : 1),
  };
  for (const [sort, compare] of Object.entries(by))
    for (const limit of [1, 2, 3, 7, 100])
      assert.deepEqual((await all({ category, sort, limit })).map((one) => one.productId), [...made].sort(compare).map((one) => one.productId), `${sort} ${limit}`);
  assert.deepEqual((await list({ category })).products.map((one) => one.productId), [...made].sort(by.newest).map((one) => one.productId));
});

test('a page says where the next one is', async () => {
  const { category } = mine();
  for (let i = 0; i < 3; i++) await goods({ category, name: `이름 & ${i}` });
  const answer = await get(`/v1/products?${new URLSearchParams({ category, q: '이름 &', sort: 'name', limit: 2 })}`);
  const link = /^<([^>]+)>; rel="next"$/.exec(answer.headers.get('link'))[1];
  const next = assertStatus(await get(link), 200).data;
  assert.deepEqual(next.products.map((one) => one.name), ['이름 & 2']);
  assert.equal(next.nextCursor, null);
});

test('what is searched is found anywhere in a name', async () => {
  const { category } = mine();
  const cup = await goods({ category, name: '레드 와인 잔', nameEn: 'Red Wine Glass' });
  const linen = await goods({ category, name: '100% 린넨_천' });
  const found = async (q) => (await list({ category, q })).products.map((one) => one.productId);
  for (const q of ['와인', '레드 잔', 'wine', 'WINE glass', '인 잔']) assert.deepEqual(await found(q), [cup.productId], q);
  for (const q of ['0%', '넨_', '100% 천']) assert.deepEqual(await found(q), [linen.productId], q);
  for (const q of ['없는 것', '잔 레드', '%와인%', '_']) assert.deepEqual(await found(q), q === '_' ? [linen.productId] : [], q);
  assert.equal((await found('   ')).length, 2);
});

test('a list refuses what it does not know', async () => {
  assertFaults(await get('/v1/products?sort=best&limit=0'), { '?sort': 'not_a_choice', '?limit': 'too_small' });
  assertFaults(await get(`/v1/products?limit=101&q=${'x'.repeat(101)}`), { '?limit': 'too_large', '?q': 'too_long' });
  for (const cursor of ['x', '1.2', '-1']) assertFaults(await get(`/v1/products?cursor=${cursor}`), { '?cursor': 'not_a_cursor' });
  assertFaults(await get('/v1/products?sort=price_asc&cursor=7'), { '?cursor': 'not_a_cursor' });
});

test('what has run out is listed as sold out; what is no longer sold is not listed, but found', async () => {
  const { category } = mine();
  const boss = await admin();
  const cup = await goods({ category, stock: 0 });
  assert.equal(cup.status, 'SOLD_OUT');
  assert.deepEqual((await list({ category })).products.map((one) => one.status), ['SOLD_OUT']);
  const path = `/v1/products/${cup.productId}`;
  assert.equal(assertStatus(await patch(path, { json: { status: 'DISCONTINUED' }, as: boss, headers: { 'if-match': '*' } }), 200).data.status, 'DISCONTINUED');
  await eventually(async () => assert.deepEqual((await list({ category })).products, []));
  assert.equal(assertStatus(await get(path, { as: boss }), 200).data.status, 'DISCONTINUED');
  assert.equal(assertStatus(await patch(path, { json: { status: 'ON_SALE' }, as: boss, headers: { 'if-match': '*' } }), 200).data.status, 'SOLD_OUT');
});

test('goods nobody sells are not found, dinners are none', async () => {
  const [[dinner]] = await sql("SELECT product_id FROM products WHERE kind = 'DINNER' LIMIT 1");
  for (const id of [dinner, '4000000000', '0', 'x', '-1', '1e3', '99999999999999999999'])
    assertProblem(await get(`/v1/products/${id}`), 404, 'ENTITY_NOT_FOUND');
});

test('goods carry a tag; one that has it is told so', async () => {
  const cup = await goods();
  const path = `/v1/products/${cup.productId}`;
  const tag = (await get(path)).headers.get('etag');
  assert.equal(tag, '"1-10"');
  for (const as of [undefined, await customer()])
    assert.equal((await get(path, { as, headers: { 'if-none-match': tag } })).status, 304);
  assert.equal((await get(path, { headers: { 'if-none-match': '"1-9"' } })).status, 200);
});

test('guests share an answer for a second, others do not', async () => {
  const cup = await goods();
  const path = `/v1/products/${cup.productId}`;
  const shared = await get(path);
  assert.match(shared.headers.get('cache-control'), /public, max-age=1\b/);
  assertStatus(await post(`${path}/stock`, { json: { delta: 5, reason: '입고' }, as: await admin() }), 200);
  const own = await get(path, { as: await customer() });
  assert.equal(assertStatus(own, 200).data.stock, 15);
  assert.equal(own.headers.get('cache-control'), 'no-store');
  // Nobody has asked meanwhile, and yet what is older than three seconds is given to nobody.
  await new Promise((resolve) => setTimeout(resolve, 3200));
  assert.equal(assertStatus(await get(path), 200).data.stock, 15);
});

test('who is signed in always sees the tag that a change has to name', async () => {
  const as = await freshSeller();
  const cup = await goods({}, as);
  const path = `/v1/products/${cup.productId}`;
  const cookie = { headers: { cookie: `banquet=${as.token}` } };
  for (let price = 2000; price < 2006; price++) {
    assertStatus(await get(path), 200);	// what guests share is made, or old
    const tag = (await get(path, price % 2 === 0 ? { as } : cookie)).headers.get('etag');
    assert.equal(assertStatus(await patch(path, { json: { price }, as, headers: { 'if-match': tag } }), 200).data.price, price);
    const seen = await get(path, price % 2 === 0 ? cookie : { as });
    assert.equal(assertStatus(seen, 200).data.price, price);
    assert.match(seen.headers.get('vary'), /Cookie/);
    assertStatus(await post(`${path}/stock`, { json: { delta: 1, reason: '입고' }, as }), 200);
    assert.equal(assertStatus(await get(path, { as }), 200).data.stock, cup.stock + price - 1999);
  }
});

test('a seller offers goods', async () => {
  const as = await freshSeller();
  const json = { name: '컵', nameEn: 'Cup', description: '한 줄\n두 줄', price: 12900, stock: 7, category: '그릇' };
  const answer = await post('/v1/products', { json, as, language: 'en' });
  const product = assertStatus(answer, 201).data;
  assert.equal(answer.headers.get('location'), `/v1/products/${product.productId}`);
  assert.deepEqual({ ...product, productId: 0, createdAt: 0, updatedAt: 0 }, { productId: 0, sellerId: as.sellerId, name: 'Cup', description: '한 줄\n두 줄',
    price: 12900, stock: 7, status: 'ON_SALE', category: '그릇', createdAt: 0, updatedAt: 0 });
  const [[reason, actor]] = await sql(`SELECT reason, actor_id FROM stock_receipts JOIN products USING (sku_id) WHERE product_id = ${product.productId}`);
  assert.deepEqual([reason, actor], ['opening stock', as.userId]);
  await assertBooksAgree();
});

test('an admin offers for the shop, or for a seller', async () => {
  const boss = await admin();
  const { sellerId } = await freshSeller();
  assert.equal((await goods({}, boss)).sellerId, 0);
  assert.equal((await goods({ sellerId }, boss)).sellerId, sellerId);
  assertFaults(await post('/v1/products', { json: { name: 'x', price: 1, category: 'x', sellerId: 4000000000 }, as: boss }), { '/sellerId': 'unknown' });
});

test('what goods need is told at once', async () => {
  const as = await admin();
  assertFaults(await post('/v1/products', { json: {}, as }), { '/name': 'required', '/price': 'required', '/category': 'required' });
  assertFaults(await post('/v1/products', { json: { name: 'x'.repeat(101), price: -1, stock: -1, category: '', description: 'x'.repeat(2001), status: 'ON_SALE' }, as }),
    { '/name': 'too_long', '/price': 'too_small', '/stock': 'too_small', '/category': 'required', '/description': 'too_long', '/status': 'unknown_field' });
  assertFaults(await post('/v1/products', { json: { name: 'x', price: 1000000001, stock: 100000001, category: 'x' }, as }),
    { '/price': 'too_large', '/stock': 'too_large' });
  assertFaults(await post('/v1/products', { json: { name: 'x', price: 1.5, category: 'x' }, as }), { '/price': 'wrong_type' });
});

test('the same offer twice is one', async () => {
  const as = await admin();
  const { category } = mine();
  const json = { name: '한 번만', price: 100, stock: 3, category };
  const headers = { 'idempotency-key': randomUUID() };
  const answers = await Promise.all(Array.from({ length: 5 }, () => post('/v1/products', { json, as, headers })));
  for (const answer of answers) assert.equal(answer.text, answers[0].text);
  assertStatus(answers[0], 201);
  assert.equal((await list({ category })).products.length, 1);
  assertProblem(await post('/v1/products', { json: { ...json, price: 200 }, as, headers }), 422, 'IDEMPOTENCY_KEY_REUSED');
  await assertBooksAgree();
});

test('goods are changed by who has seen them as they are', async () => {
  const as = await freshSeller();
  const cup = await goods({}, as);
  const path = `/v1/products/${cup.productId}`;
  assertProblem(await patch(path, { json: { price: 2000 }, as }), 428, 'PRECONDITION_REQUIRED');
  const answer = await patch(path, { json: { price: 2000, name: '새 이름' }, as, headers: { 'if-match': '"1-10"' } });
  assert.deepEqual([answer.body.data.price, answer.body.data.name, answer.body.data.category], [2000, '새 이름', 'test']);
  assert.equal(answer.headers.get('etag'), '"2-10"');
  for (const tag of ['"1-10"', '"1"', 'W/"2-10"', '"3-10"', '2', '"2-"', '"x"', '""'])
    assertProblem(await patch(path, { json: { price: 1 }, as, headers: { 'if-match': tag } }), 412, 'PRECONDITION_FAILED');
  assertStatus(await patch(path, { json: { price: 3000 }, as, headers: { 'if-match': '"9", "2-99"' } }), 200);	// stock moves by itself
  assertStatus(await patch(path, { json: {}, as, headers: { 'if-match': '"3"' } }), 200);
  assert.equal(assertStatus(await get(path, { as }), 200).data.price, 3000);
  assertFaults(await patch(path, { json: { status: 'SOLD_OUT', price: -1, stock: 3 }, as, headers: { 'if-match': '*' } }),
    { '/status': 'not_a_choice', '/price': 'too_small', '/stock': 'unknown_field' });
});

test('of two who change at once, one is told', async () => {
  const as = await admin();
  const path = `/v1/products/${(await goods()).productId}`;
  const answers = await Promise.all(Array.from({ length: 6 }, (_, i) => patch(path, { json: { price: 100 + i }, as, headers: { 'if-match': '"1-10"' } })));
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [200, 412, 412, 412, 412, 412]);
});

test('pieces come in and are written off, with a receipt', async () => {
  const as = await freshSeller();
  const cup = await goods({ stock: 3 }, as);
  const path = `/v1/products/${cup.productId}/stock`;
  assert.equal(assertStatus(await post(path, { json: { delta: 4, reason: '입고' }, as }), 200).data.stock, 7);
  assert.equal(assertStatus(await post(path, { form: { delta: -7, reason: '파손' }, as }), 200).data.status, 'SOLD_OUT');
  const problem = assertProblem(await post(path, { json: { delta: -1, reason: '파손' }, as }), 409, 'STOCK_NOT_ENOUGH');
  assert.deepEqual(problem.shortages.map(({ name, wanted, available }) => ({ name, wanted, available })), [{ name: cup.name, wanted: 1, available: 0 }]);
  assertFaults(await post(path, { json: {}, as }), { '/delta': 'required', '/reason': 'required' });
  assertFaults(await post(path, { json: { delta: 0, reason: 'x' }, as }), { '/delta': 'invalid' });
  assertFaults(await post(path, { json: { delta: 100000001, reason: 'x'.repeat(201) }, as }), { '/delta': 'too_large', '/reason': 'too_long' });
  assertStatus(await post(path, { json: { delta: 1, reason: 'x' }, as }), 200);
  assertFaults(await post(path, { json: { delta: 100000000, reason: 'x' }, as }), { '/delta': 'too_large' });
  const rows = await sql(`SELECT delta, reason, actor_id FROM stock_receipts JOIN products USING (sku_id) WHERE product_id = ${cup.productId} ORDER BY receipt_id`);
  assert.deepEqual(rows, [['3.000', 'opening stock', as.userId], ['4.000', '입고', as.userId], ['-7.000', '파손', as.userId], ['1.000', 'x', as.userId]]);
  await assertBooksAgree();
});

test('a receipt under a key is booked once', async () => {
  const as = await admin();
  const path = `/v1/products/${(await goods({ stock: 1 })).productId}/stock`;
  const headers = { 'idempotency-key': randomUUID() };
  const answers = await Promise.all(Array.from({ length: 5 }, () => post(path, { json: { delta: 2, reason: '입고' }, as, headers })));
  assert.deepEqual(answers.map((answer) => answer.body.data?.stock), [3, 3, 3, 3, 3]);
  assertProblem(await post(path, { json: { delta: 3, reason: '입고' }, as, headers }), 422, 'IDEMPOTENCY_KEY_REUSED');
  await assertBooksAgree();
});

test('the last pieces are written off once', async () => {
  const as = await admin();
  const path = `/v1/products/${(await goods({ stock: 5 })).productId}/stock`;
  const answers = await Promise.all(Array.from({ length: 20 }, () => post(path, { json: { delta: -1, reason: '파손' }, as })));
  assert.equal(answers.filter((answer) => answer.status === 200).length, 5);
  assert.equal(answers.filter((answer) => answer.status === 409).length, 15);
  await assertBooksAgree();
});

test('only their seller and an admin change goods', async () => {
  const [owner, other] = [await freshSeller(), await freshSeller()];
  const cup = await goods({}, owner);
  const path = `/v1/products/${cup.productId}`;
  const headers = { 'if-match': '*' };
  assertProblem(await patch(path, { json: { price: 1 }, as: other, headers }), 403, 'FORBIDDEN');
  assertProblem(await post(`${path}/stock`, { json: { delta: 1, reason: 'x' }, as: other }), 403, 'FORBIDDEN');
  assertProblem(await post('/v1/products', { json: { name: 'x', price: 1, category: 'x', sellerId: owner.sellerId }, as: other }), 403, 'FORBIDDEN');
  for (const as of [await customer(), await cook(), await courier()]) {
    assertProblem(await post('/v1/products', { json: { name: 'x', price: 1, category: 'x' }, as }), 403, 'FORBIDDEN');
    assertProblem(await patch(path, { json: { price: 1 }, as, headers }), 403, 'FORBIDDEN');
    assertProblem(await post(`${path}/stock`, { json: { delta: 1, reason: 'x' }, as }), 403, 'FORBIDDEN');
  }
  assertStatus(await patch(path, { json: { price: 1 }, as: await admin(), headers }), 200);
  assertStatus(await patch(path, { json: { price: 2 }, as: owner, headers }), 200);
  assertProblem(await patch('/v1/products/4000000000', { json: { price: 2 }, as: owner, headers }), 404, 'ENTITY_NOT_FOUND');
});

test('a form of a browser leads to the page of the goods', async () => {
  const as = await seller();
  const answer = await browserPost('/v1/products', { name: '폼으로 낸 컵', price: '1200', stock: '', category: 'test' }, { as });
  assert.equal(answer.status, 303);
  assert.match(answer.headers.get('location'), /^\/goods\/\d+$/);
});

test('no change of goods makes the programs load the menu anew', async () => {
  const [[before]] = await sql('SELECT version FROM catalog_version');
  const cup = await goods();
  assertStatus(await patch(`/v1/products/${cup.productId}`, { json: { name: '다른 컵' }, as: await admin(), headers: { 'if-match': '*' } }), 200);
  assert.deepEqual(await sql('SELECT version FROM catalog_version'), [[before]]);
});
