// The menu, the side dishes and the cakes, held against the data the shop was loaded with.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { call, get } from './support/call.mjs';
import { assertProblem, assertStatus, eventually } from './support/expect.mjs';
import { customer } from './support/people.mjs';
import { ingredient, menu } from './support/shop.mjs';
import { setStock } from './support/stock.mjs';

const style = (code) => menu.styles.find((one) => one.code === code);

test('the menu has every dinner with its styles and prices', async () => {
  const { data } = assertStatus(await get('/api/menu'), 200);
  assert.deepEqual(data.map((dinner) => dinner.code), menu.dinners.map((dinner) => dinner.code));
  for (const [i, dinner] of menu.dinners.entries()) {
    assert.equal(data[i].name, dinner.name);
    assert.equal(data[i].base_price, dinner.base_price);
    assert.deepEqual(data[i].styles.map(({ code, name, price }) => ({ code, name, price })),
      Object.keys(dinner.styles).map((code) => ({ code, name: style(code).name, price: dinner.base_price + style(code).modifier })));
  }
});

test('champagne is not offered simple', async () => {
  const { data } = assertStatus(await get('/api/menu/champagne'), 200);
  assert.deepEqual(data.styles.map((one) => one.code), ['grand', 'deluxe']);
});

test('a dinner tells the ingredients of each style', async () => {
  for (const dinner of menu.dinners) {
    const { data } = assertStatus(await get(`/api/menu/${dinner.code}`), 200);
    for (const one of data.styles) {
      const told = Object.fromEntries(one.ingredients.map((row) => [row.ingredient_code, row.quantity]));
      assert.deepEqual(told, dinner.styles[one.code], `${dinner.code} ${one.code}`);
      for (const row of one.ingredients) {
        const { name, unit_price, removal_credit } = ingredient(row.ingredient_code);
        assert.deepEqual({ name: row.name, unit_price: row.unit_price, removal_credit: row.removal_credit }, { name, unit_price, removal_credit });
      }
    }
  }
});

test('names are in English for those who ask', async () => {
  const { data } = assertStatus(await get('/api/menu', { language: 'en' }), 200);
  assert.deepEqual(data.map((dinner) => dinner.name), menu.dinners.map((dinner) => dinner.name_en));
  const sides = assertStatus(await get('/api/side-dishes', { language: 'en-US,en;q=0.9,ko;q=0.8' }), 200).data;
  assert.deepEqual(sides.map((dish) => dish.name), menu.side_dishes.map((dish) => dish.name_en));
  const recipes = assertStatus(await get('/api/side-dishes/custom-cake/recipes', { language: 'en' }), 200);
  assert.equal(recipes.flavors.vanilla, 'Vanilla');
});

test('side dishes have their prices and recipes', async () => {
  const { data } = assertStatus(await get('/api/side-dishes'), 200);
  for (const [i, dish] of menu.side_dishes.entries()) {
    assert.deepEqual({ code: data[i].code, name: data[i].name, base_price: data[i].base_price }, { code: dish.code, name: dish.name, base_price: dish.price });
    assert.deepEqual(Object.fromEntries(data[i].ingredients.map((row) => [row.ingredient_code, row.quantity])), dish.ingredients);
    assert.ok(Number.isInteger(data[i].side_dish_id));
  }
});

test('cakes have a price and a recipe for each flavor and size', async () => {
  const { data, flavors, sizes } = assertStatus(await get('/api/side-dishes/custom-cake/recipes'), 200);
  const told = Object.fromEntries(Object.entries(data).map(([flavor, bySize]) => [flavor, Object.fromEntries(Object.entries(bySize).map(([size, cake]) =>
    [size, { price: cake.price, ingredients: Object.fromEntries(cake.ingredients.map((row) => [row.ingredient_code, row.quantity])) }]))]));
  assert.deepEqual(told, menu.custom_cakes);
  assert.deepEqual(flavors, Object.fromEntries(menu.flavors.map(({ code, name }) => [code, name])));
  assert.deepEqual(sizes, Object.fromEntries(menu.sizes.map(({ code, name }) => [code, name])));
});

test('what can not be made is not available', async () => {
  await setStock('heart_plate', 0);
  await setStock('edible_gold_leaf', 0);
  try {
    await eventually(async () => {	// the menu is shared for a second, stock figures too
      const valentine = assertStatus(await get('/api/menu/valentine'), 200).data;
      assert.equal(valentine.is_available, false);
      assert.deepEqual(valentine.styles.map((one) => one.is_available), [false, false, false]);
      const cake = assertStatus(await get('/api/menu/cake'), 200).data;
      assert.equal(cake.is_available, true);
      assert.deepEqual(cake.styles.map((one) => [one.code, one.is_available]), [['simple', true], ['grand', true], ['deluxe', false]]);
    });
  } finally {
    await setStock('heart_plate', 100000);
    await setStock('edible_gold_leaf', 100000);
  }
});

test('a dinner nobody cooks is not found', async () => {
  for (const code of ['nothing', 'salad', 'VALENTINE', 'valentine.json']) {
    const answer = await get(`/api/menu/${code}`);
    assert.equal(answer.status, 404, code);
  }
  assertProblem(await get('/api/menu/nothing'), 404, 'ENTITY_NOT_FOUND');
});

test('guests share the menu for a second, others do not', async () => {
  const shared = await get('/api/menu');
  assert.match(shared.headers.get('cache-control'), /public, max-age=1\b/);
  assert.match(shared.headers.get('vary'), /Accept-Language.*Cookie/);
  assert.equal((await get('/api/menu', { as: await customer() })).headers.get('cache-control'), 'no-store');
});

test('HEAD answers as GET without the body', async () => {
  for (const path of ['/api/menu', '/api/menu/french', '/api/side-dishes', '/api/side-dishes/custom-cake/recipes']) {
    const answer = await call('HEAD', path);
    assert.equal(answer.status, 200, path);
    assert.equal(answer.type, 'application/json');
    assert.equal(answer.text, '');
  }
  assert.equal((await call('HEAD', '/api/menu/nothing')).status, 404);
});
