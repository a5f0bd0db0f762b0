// Placing orders: every dinner in every style, what can be asked for with it, what is refused.
import { before, test } from 'node:test';
import assert from 'node:assert/strict';
import { get, post } from './support/call.mjs';
import { sql } from './support/database.mjs';
import { assertFaults, assertProblem, assertStatus, eventually } from './support/expect.mjs';
import { guest, place, wish } from './support/orders.mjs';
import { picture, upload } from './support/pictures.mjs';
import { admin, cook, customer } from './support/people.mjs';
import { needs, price } from './support/price.mjs';
import { dinners, menu, styles } from './support/shop.mjs';
import { stock, stockAtRest, taken } from './support/stock.mjs';

before(() => stockAtRest());	// no pieces come back meanwhile from what earlier tests left unpaid

for (const dinner of dinners)
  for (const style of styles)
    test(`${dinner}, ${style}`, async () => {
      const answer = await post('/api/orders/', { json: wish({ dinner_code: dinner, style }) });
      if (!menu.dinners.find((one) => one.code === dinner).styles[style]) {
        assertFaults(answer, { '/style': 'not_offered' });
        return;
      }
      const { order } = assertStatus(answer, 201);
      assert.equal(order.menu_code, dinner);
      assert.equal(order.style, style);
      assert.deepEqual(order.pricing, price(wish({ dinner_code: dinner, style })));
    });

test('a plain order in all its fields', async () => {
  const answer = await post('/api/orders/', { json: wish({ quantity: 2, notes: '덜 맵게' }) });
  const { order, order_token, message } = assertStatus(answer, 201);
  assert.equal(message, '주문이 접수되었습니다.');
  assert.match(order_token, /^[A-Za-z0-9_-]{22}$/);
  assert.equal(answer.cookies.banquet_guest, order_token);
  assert.match(order.id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.match(order.order_number, /^ORD-\d{8}-[0-9A-HJKMNP-TV-Z]{6}$/);
  const { id, order_number, created_at, order_date, estimated_delivery_time, ...rest } = order;
  assert.deepEqual(rest, {
    user_id: null, status: 'PENDING', order_status: 'PENDING_PAYMENT', payment_status: 'PENDING', order_type: 'DELIVERY',
    menu_code: 'valentine', menu_name: '발렌타인 디너', style: 'simple', quantity: 2, unit_price: 30000, total_price: 60000,
    pricing: { base_price_total: 60000, customization_cost: 0, side_dish_total: 0, cake_total: 0, discount_total: 0, delivery_fee: 0, final_price: 60000 },
    delivery_address: '서울시 강남구 테헤란로 1', notes: '덜 맵게', side_dishes: [], cake_customization: null, customizations: {},
    recipient_name: null, recipient_phone: null, delivery_notes: null, scheduled_date: null, scheduled_time_slot: null,
    reordered_from: null, can_cancel: true, next_statuses: [],
  });
  assert.equal(order_date, created_at);
  assert.match(created_at, /\+09:00$/);
  assert.ok(Math.abs(Date.parse(created_at) - Date.now()) < 60000);
  assert.equal(Date.parse(estimated_delivery_time) - Date.parse(created_at), 60 * 60000);
  assert.equal(order_number.slice(4, 12), created_at.slice(0, 10).replaceAll('-', ''));
});

test('an order takes exactly what it needs', async () => {
  const wishes = [
    wish(),
    wish({ dinner_code: 'english', style: 'deluxe', quantity: 10 }),
    wish({ dinner_code: 'champagne', style: 'grand', quantity: 2, customizations: { baguette: 6, champagne_bottle: 3, ceramic_cup: 0, coffee: 2 } }),
    wish({ dinner_code: 'cake', style: 'deluxe', customizations: { edible_gold_leaf: 0, cake_base: 2 } }),
    wish({ side_dishes: [{ code: 'wine_glass', quantity: 3 }, { code: 'bread_basket' }] }),	// wine of the dinner and of the glass: one SKU
    wish({ dinner_code: 'english', style: 'simple', side_dishes: [
      { code: 'custom_cake', flavor: 'green_tea', size: 'size_2', quantity: 3 }, { code: 'custom_cake', flavor: 'vanilla', size: 'size_3' }] }),
  ];
  for (const json of wishes) {
    const before = await stock();
    const { order } = await place(json);
    assert.deepEqual(taken(before, await stock()), needs(json));
    assert.deepEqual(order.pricing, price(json));
    assert.equal(order.total_price, order.pricing.final_price);
    const booked = await sql(`SELECT s.code, CAST(t.quantity * 1000 AS INTEGER) FROM order_takes t JOIN skus s USING (sku_id) WHERE order_id = '${order.id}'`);
    assert.deepEqual(Object.fromEntries(booked.map(([code, quantity]) => [code, Number(quantity)])), needs(json));
  }
});

test('customisation: more costs, less gives credit, as the recipe has it is none', async () => {
  const cases = [
    [{ premium_steak: 3 }, 36000], [{ wine: 0 }, -4500], [{ premium_steak: 0, wine: 0 }, -9900], [{ coffee: 2 }, 8000],
    [{ heart_plate: 0 }, 0], [{ premium_steak: 1, wine: 1 }, 0], [{ premium_steak: 2, wine: 0, coffee: 1 }, 18000 - 4500 + 4000],
  ];
  for (const [customizations, cost] of cases) {
    const json = wish({ customizations });
    const { order } = await place(json);
    assert.equal(order.pricing.customization_cost, cost, JSON.stringify(customizations));
    assert.deepEqual(order.pricing, price(json));
  }
});

test('only what differs from the recipe is kept as a customisation', async () => {
  const { order } = await place({ quantity: 2, customizations: { premium_steak: 2, wine: 1, coffee: 0 } });
  assert.deepEqual(order.customizations, { wine: 1 });
});

test('customisation counts for the whole line', async () => {
  const json = wish({ quantity: 2, customizations: { premium_steak: 3, wine: 1 } });
  const { order } = await place(json);
  assert.equal(order.pricing.customization_cost, 18000 - 4500);
  assert.deepEqual(order.pricing, price(json));
});

test('prices agree with the rules for many orders', async () => {
  let seed = 7;
  const random = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
  for (let i = 0; i < 30; i++) {
    const dinner = menu.dinners[random(menu.dinners.length)];
    const offered = Object.keys(dinner.styles);
    const json = wish({ dinner_code: dinner.code, style: offered[random(offered.length)], quantity: 1 + random(10), customizations: {}, side_dishes: [] });
    for (let k = random(5); k > 0; k--) json.customizations[menu.ingredients[random(menu.ingredients.length)].code] = random(30);
    for (let k = random(4); k > 0; k--) {
      const dish = menu.side_dishes[random(menu.side_dishes.length)].code;
      json.side_dishes.push({ code: dish, quantity: 1 + random(5),
        ...(dish === 'custom_cake' && { flavor: menu.flavors[random(4)].code, size: menu.sizes[random(3)].code }) });
    }
    const before = await stock();
    const { order } = await place(json);
    assert.deepEqual(order.pricing, price(json), JSON.stringify(json));
    assert.deepEqual(taken(before, await stock()), needs(json), JSON.stringify(json));
  }
});

test('side dishes and cakes are lines of the order', async () => {
  const { order, order_token } = await place({ dinner_code: 'french', style: 'grand', side_dishes: [
    { code: 'salad', quantity: 2 }, { code: 'custom_cake', flavor: 'red_velvet', size: 'size_1' }, { code: 'custom_cake' }],
  cake_customization: { flavor: 'chocolate', size: 'size_3', message: '축하합니다' } });
  assert.deepEqual(order.side_dishes, [
    { code: 'salad', name: '샐러드', quantity: 2, unit_price: 7000, total: 14000 },
    { code: 'custom_cake', name: '커스터마이징 케이크', quantity: 1, unit_price: 35000, total: 35000, flavor: 'red_velvet', size: 'size_1' },
    { code: 'custom_cake', name: '커스터마이징 케이크', quantity: 1, unit_price: 52000, total: 52000, flavor: 'chocolate', size: 'size_3' },
  ]);
  assert.deepEqual(order.cake_customization, { image_path: null, message: '축하합니다', flavor: 'chocolate', size: 'size_3' });
  const { items } = assertStatus(await get(`/api/orders/${order.id}`, guest(order_token)), 200).order;
  assert.deepEqual(items.map(({ item_index, kind, code, variant, quantity, unit_price, total, status }) =>
    ({ item_index, kind, code, variant, quantity, unit_price, total, status })), [
    { item_index: 0, kind: 'DINNER', code: 'french', variant: 'grand', quantity: 1, unit_price: 45000, total: 45000, status: 'PENDING' },
    { item_index: 1, kind: 'SIDE_DISH', code: 'salad', variant: '', quantity: 2, unit_price: 7000, total: 14000, status: 'PENDING' },
    { item_index: 2, kind: 'CAKE', code: 'custom_cake', variant: 'red_velvet/size_1', quantity: 1, unit_price: 35000, total: 35000, status: 'PENDING' },
    { item_index: 3, kind: 'CAKE', code: 'custom_cake', variant: 'chocolate/size_3', quantity: 1, unit_price: 52000, total: 52000, status: 'PENDING' },
  ]);
});

test('every cake there is', async () => {
  for (const [flavor, sizes] of Object.entries(menu.custom_cakes))
    for (const [size, cake] of Object.entries(sizes)) {
      const { order } = await place({ side_dishes: [{ code: 'custom_cake', flavor, size }] });
      assert.equal(order.pricing.cake_total, cake.price, `${flavor}/${size}`);
    }
});

test('a picture and a message go with a cake dinner, and need a cake', async () => {
  const { image_path, order_token } = (await upload(await picture('one'))).body;
  const cake = { image_path, message: 'Happy birthday 🎂' };
  const { order } = await place({ dinner_code: 'cake', style: 'grand', cake_customization: { ...cake, status: 'anything' } }, guest(order_token));
  assert.deepEqual(order.cake_customization, { ...cake, flavor: null, size: null });
  assertFaults(await post('/api/orders/', { json: wish({ cake_customization: cake }), ...guest(order_token) }), { '/cake_customization': 'no_cake' });
  assert.equal((await place({ cake_customization: {} })).order.cake_customization, null);
  for (const image_path of ['x.webp', '/etc/passwd', '/api/cake/customizations/image/', '/api/cake/customizations/image/../x', '/api/cake/customizations/image/a/b', 'https://x.example/api/cake/customizations/image/a.webp'])
    assertFaults(await post('/api/orders/', { json: wish({ dinner_code: 'cake', cake_customization: { image_path } }) }), { '/cake_customization/image_path': 'not_an_image_path' });
});

test('a cake without flavor or size is asked for both', async () => {
  assertFaults(await post('/api/orders/', { json: wish({ side_dishes: [{ code: 'salad' }, { code: 'custom_cake' }] }) }),
    { '/side_dishes/1/flavor': 'required', '/side_dishes/1/size': 'required' });
});

test('what is picked up needs no address', async () => {
  const { order } = await place({ order_type: 'PICKUP', delivery_address: undefined });
  assert.equal(order.order_type, 'PICKUP');
  assert.equal(order.delivery_address, null);
  assert.equal(Date.parse(order.estimated_delivery_time) - Date.parse(order.created_at), 30 * 60000);
  assert.equal((await place({ order_type: 'PICKUP' })).order.delivery_address, null);
  assertFaults(await post('/api/orders/', { json: wish({ delivery_address: undefined }) }), { '/delivery_address': 'required' });
  assertFaults(await post('/api/orders/', { json: wish({ delivery_address: '   ' }) }), { '/delivery_address': 'required' });
});

test('one to ten portions', async () => {
  for (const quantity of [1, 10]) assert.equal((await place({ quantity })).order.pricing.base_price_total, 30000 * quantity);
  for (const [quantity, reason] of [[0, 'too_small'], [-1, 'too_small'], [11, 'too_large'], [9007199254740991, 'too_large']])
    assertFaults(await post('/api/orders/', { json: wish({ quantity }) }), { '/quantity': reason });
});

test('limits of lists', async () => {
  const dishes = (n) => Array.from({ length: n }, () => ({ code: 'salad' }));
  assert.equal((await place({ side_dishes: dishes(20) })).order.pricing.side_dish_total, 140000);
  assertFaults(await post('/api/orders/', { json: wish({ side_dishes: dishes(21) }) }), { '/side_dishes': 'too_many' });
  const many = Object.fromEntries(Array.from({ length: 41 }, (_, i) => [`x${i}`, 1]));
  assertFaults(await post('/api/orders/', { json: wish({ customizations: many }) }), { '/customizations': 'too_many' });
});

test('no card number in what others read', async () => {
  for (const notes of ['4242424242424242', 'my card: 4242 4242 4242 4242', '4242-4242-4242-4242 12/29 123', '3782 822463 10005'])
    assertFaults(await post('/api/orders/', { json: wish({ notes }) }), { '/notes': 'card_number' });
  assert.equal((await place({ notes: '010-1234-5678로 전화 주세요' })).order.notes, '010-1234-5678로 전화 주세요');
  assert.equal((await place({ notes: 'order 1234567890123456 please' })).order.notes, 'order 1234567890123456 please');
  assertFaults(await post('/api/orders/', { json: wish({ dinner_code: 'cake', cake_customization: { message: '4242424242424242' } }) }),
    { '/cake_customization/message': 'card_number' });
});

test('text comes back as it was written', async () => {
  const notes = '<script>alert("x")</script> & \'quotes\' \\ "; DROP TABLE orders; -- 🍷 한글\n둘째 줄';
  const { order, order_token } = await place({ notes, delivery_address: '서울시 "종로" <1>' });
  const seen = assertStatus(await get(`/api/orders/${order.id}`, guest(order_token)), 200).order;
  assert.equal(seen.notes, notes);
  assert.equal(seen.delivery_address, '서울시 "종로" <1>');
});

test('an order belongs to who is signed in; user_id may say so, and nothing else', async () => {
  const [member, other] = [await customer(), await customer()];
  for (const user_id of [undefined, null, member.userId]) {
    const answer = await post('/api/orders/', { json: wish({ user_id }), as: member });
    const { order, order_token } = assertStatus(answer, 201);
    assert.equal(order.user_id, member.userId);
    assert.equal(order_token, undefined);
    assert.equal(answer.cookies.banquet_guest, undefined);
  }
  assertProblem(await post('/api/orders/', { json: wish({ user_id: other.userId }), as: member }), 403, 'FORBIDDEN');
  assertProblem(await post('/api/orders/', { json: wish({ user_id: other.userId }) }), 401, 'UNAUTHENTICATED');
  assertProblem(await post('/api/orders/', { json: wish({ user_id: member.userId }), as: await admin() }), 403, 'FORBIDDEN');
});

test('staff may order their own dinner', async () => {
  const { order } = await place({}, { as: await cook() });
  assert.equal(order.user_id, (await cook()).userId);
});

test('a guest who comes back keeps the token', async () => {
  const first = await place();
  const second = await post('/api/orders/', { json: wish(), headers: { 'x-order-token': first.order_token } });
  assert.equal(assertStatus(second, 201).order_token, first.order_token);
  for (const { order } of [first, second.body]) assertStatus(await get(`/api/orders/${order.id}`, guest(first.order_token)), 200);
});

test('a dinner that is not on sale is refused by name', async () => {
  await sql("UPDATE products SET status = 'DISCONTINUED' WHERE code = 'french' AND kind = 'DINNER'");
  try {
    assertFaults(await post('/api/orders/', { json: wish({ dinner_code: 'french' }) }), { '/dinner_code': 'not_on_sale' });
    assertFaults(await post('/api/orders/', { json: wish({ dinner_code: 'goulash' }) }), { '/dinner_code': 'unknown' });
  } finally {
    await sql("UPDATE products SET status = 'ON_SALE' WHERE code = 'french' AND kind = 'DINNER'");
  }
  await eventually(() => place({ dinner_code: 'french' }));
});
