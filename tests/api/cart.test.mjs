// Carts: made on first use, adding up, changed, emptied; nobody else's.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { assertBooksAgree } from './support/audit.mjs';
import { browserPost, call, get, patch, post } from './support/call.mjs';
import { sql } from './support/database.mjs';
import { assertFaults, assertProblem, assertStatus } from './support/expect.mjs';
import { goods } from './support/goods.mjs';
import { admin, customer } from './support/people.mjs';

const add = (as, productId, quantity) => post('/v1/cart/items', { json: { productId, ...(quantity === undefined ? {} : { quantity }) }, as });
const cart = async (as) => assertStatus(await get('/v1/cart', { as }), 200).data;
const remove = (as, id) => call('DELETE', `/v1/cart/items/${id}`, { as });

test('a cart begins empty, and adds up', async () => {
  const as = await customer();
  const [cup, plate] = [await goods({ price: 1500 }), await goods({ price: 700 })];
  assert.deepEqual(await cart(as), { items: [], total: 0 });
  const first = assertStatus(await add(as, cup.productId, 2), 201).data;
  assert.deepEqual(first, { cartItemId: first.cartItemId, total: 3000, items: [{ cartItemId: first.cartItemId, productId: cup.productId, name: cup.name,
    quantity: 2, unitPrice: 1500, total: 3000, stock: 10, status: 'ON_SALE' }] });
  const again = assertStatus(await add(as, cup.productId), 201).data;
  assert.equal(again.cartItemId, first.cartItemId);
  assert.equal(again.items[0].quantity, 3);
  const second = assertStatus(await add(as, plate.productId, 1), 201).data;
  assert.notEqual(second.cartItemId, first.cartItemId);
  assert.deepEqual(second.items.map((line) => line.total), [4500, 700]);
  assert.equal(second.total, 5200);
  assert.deepEqual(await cart(as), { items: second.items, total: 5200 });
});

test('lines are changed and taken out by whose they are', async () => {
  const [as, other] = [await customer(), await customer()];
  const { cartItemId } = assertStatus(await add(as, (await goods()).productId, 2), 201).data;
  const path = `/v1/cart/items/${cartItemId}`;
  assert.equal(assertStatus(await patch(path, { json: { quantity: 5 }, as }), 200).data.items[0].quantity, 5);
  assert.equal(assertStatus(await patch(path, { json: { quantity: 5 }, as }), 200).data.items[0].quantity, 5);
  assertProblem(await patch(path, { json: { quantity: 1 }, as: other }), 404, 'ENTITY_NOT_FOUND');
  assertProblem(await remove(other, cartItemId), 404, 'ENTITY_NOT_FOUND');
  for (const id of ['x', '0', '-1', '99999999999999999999']) assertProblem(await patch(`/v1/cart/items/${id}`, { json: { quantity: 1 }, as }), 404, 'ENTITY_NOT_FOUND');
  assert.deepEqual(assertStatus(await remove(as, cartItemId), 200).data, { items: [], total: 0 });
  assertProblem(await remove(as, cartItemId), 404, 'ENTITY_NOT_FOUND');
});

test('nobody has a cart without signing in', async () => {
  for (const answer of [await get('/v1/cart'), await add(undefined, 1, 1), await patch('/v1/cart/items/1', { json: { quantity: 1 } }), await remove(undefined, 1)])
    assertProblem(answer, 401, 'UNAUTHENTICATED');
});

test('what a line needs is told', async () => {
  const as = await customer();
  const { productId } = await goods();
  assertFaults(await post('/v1/cart/items', { json: {}, as }), { '/productId': 'required' });
  assertFaults(await add(as, 0, 0), { '/productId': 'too_small', '/quantity': 'too_small' });
  assertFaults(await add(as, productId, 100), { '/quantity': 'too_large' });
  assertFaults(await add(as, productId, 1.5), { '/quantity': 'wrong_type' });
  assertFaults(await post('/v1/cart/items', { json: { productId, price: 1 }, as }), { '/price': 'unknown_field' });
  assertProblem(await add(as, 4000000000, 1), 404, 'ENTITY_NOT_FOUND');
  const [[dinner]] = await sql("SELECT product_id FROM products WHERE kind = 'DINNER' LIMIT 1");
  assertProblem(await add(as, Number(dinner), 1), 404, 'ENTITY_NOT_FOUND');
  const { cartItemId } = assertStatus(await add(as, productId, 1), 201).data;
  assertFaults(await patch(`/v1/cart/items/${cartItemId}`, { json: {}, as }), { '/quantity': 'required' });
  assertFaults(await patch(`/v1/cart/items/${cartItemId}`, { json: { quantity: 0 }, as }), { '/quantity': 'too_small' });
});

test('at most 99 pieces of one product lie in a cart', async () => {
  const as = await customer();
  const { productId } = await goods();
  assertStatus(await add(as, productId, 98), 201);
  assertFaults(await add(as, productId, 2), { '/quantity': 'too_large' });
  assert.equal((await cart(as)).items[0].quantity, 98);
  assertStatus(await add(as, productId, 1), 201);
});

test('at most 100 products lie in a cart', async () => {
  const as = await customer();
  const { productId } = await goods();
  const more = await goods();
  await sql(`INSERT INTO carts VALUES ('${as.userId}', NOW(3), NOW(3));
    INSERT INTO skus (code, name, goods) SELECT CONCAT('full_', seq, UUID()), '채우기 ${as.userId}', TRUE FROM seq_1_to_99;
    INSERT INTO stock (sku_id) SELECT sku_id FROM skus WHERE name = '채우기 ${as.userId}';
    INSERT INTO products (kind, name, price, sku_id, status) SELECT 'GOODS', name, 1, sku_id, 'DISCONTINUED' FROM skus WHERE name = '채우기 ${as.userId}';
    INSERT INTO cart_items (user_id, product_id, quantity, added_at) SELECT '${as.userId}', product_id, 1, NOW(3) FROM products WHERE name = '채우기 ${as.userId}'`);
  assertStatus(await add(as, productId, 1), 201);
  assertFaults(await add(as, more.productId, 1), { '/productId': 'too_many' });
  assertStatus(await add(as, productId, 1), 201);
  assert.equal((await cart(as)).items.length, 100);
  await assertBooksAgree();
});

test('each of many pieces added at once counts', async () => {
  const as = await customer();
  const { productId } = await goods();
  const answers = await Promise.all(Array.from({ length: 30 }, () => add(as, productId, 4)));
  assert.equal(answers.filter((answer) => answer.status === 201).length, 24);
  assert.equal(answers.filter((answer) => answer.status === 400).length, 6);
  assert.equal((await cart(as)).items[0].quantity, 96);
  await assertBooksAgree();
});

test('a cart shows prices and states of the moment', async () => {
  const as = await customer();
  const boss = await admin();
  const headers = { 'if-match': '*' };
  const [cup, plate, bowl] = [await goods({ price: 100 }), await goods({ price: 200, stock: 0 }), await goods({ price: 400 })];
  for (const one of [cup, plate, bowl]) assertStatus(await add(as, one.productId, 2), 201);
  assertStatus(await patch(`/v1/products/${cup.productId}`, { json: { price: 150 }, as: boss, headers }), 200);
  assertStatus(await patch(`/v1/products/${bowl.productId}`, { json: { status: 'DISCONTINUED' }, as: boss, headers }), 200);
  const { items, total } = await cart(as);
  assert.deepEqual(items.map((line) => [line.unitPrice, line.status]), [[150, 'ON_SALE'], [200, 'SOLD_OUT'], [400, 'DISCONTINUED']]);
  assert.equal(total, 300);	// what can be bought
  assertFaults(await add(as, bowl.productId, 1), { '/productId': 'not_on_sale' });
  assertStatus(await patch(`/v1/products/${bowl.productId}`, { json: { status: 'ON_SALE' }, as: boss, headers }), 200);
  assert.equal((await cart(as)).total, 1100);
});

test('a form of a browser leads to the cart; refused, to a page that leads back', async () => {
  const as = await customer();
  const { productId } = await goods();
  const answer = await browserPost('/v1/cart/items', { productId: String(productId), quantity: '2' }, { as });
  assert.deepEqual([answer.status, answer.headers.get('location')], [303, '/cart']);
  const refused = await browserPost('/v1/cart/items', { productId: String(productId), quantity: '98' }, { as });
  assert.equal(refused.status, 400);
  assert.match(refused.text, new RegExp(`href="/goods/${productId}"`));
  const stranger = await browserPost('/v1/cart/items', { productId: String(productId), quantity: '1' });
  assert.equal(stranger.status, 401);
  assert.match(stranger.text, /action="\/sign-in"/);
});
