// Bodies: three formats, one model; every fault told at once, with its place, in both languages.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { call, get, patch, post } from './support/call.mjs';
import { assertFaults, assertProblem, assertStatus } from './support/expect.mjs';
import { wish } from './support/orders.mjs';
import { admin, customer, freshEmail } from './support/people.mjs';

const orderOf = (body) => {
  const { id, order_number, created_at, order_date, estimated_delivery_time, ...order } = body.order;
  return order;
};

const rich = wish({
  dinner_code: 'french', style: 'deluxe', quantity: 2,
  customizations: { wine: 3, premium_steak: 1, coffee: 0, champagne_bottle: 1 },
  notes: '문 앞에 놓아 주세요\n벨은 누르지 마세요', order_type: 'DELIVERY',
  side_dishes: [{ code: 'salad', quantity: 2 }, { code: 'custom_cake', flavor: 'chocolate', size: 'size_3' }],
  cake_customization: { message: '생일 축하해 & <사랑해>', flavor: 'chocolate', size: 'size_3' },
});

test('JSON, urlencoded with brackets, urlencoded with dots and multipart mean the same', async () => {
  const answers = [];
  for (const format of ['json', 'form', 'dotted', 'multipart'])
    answers.push(orderOf(assertStatus(await post('/api/orders/', { [format]: rich }), 201)));
  assert.equal(answers[0].notes, rich.notes);
  assert.equal(answers[0].cake_customization.message, rich.cake_customization.message);
  assert.deepEqual(answers[0].customizations, rich.customizations);
  for (const other of answers.slice(1)) assert.deepEqual(other, answers[0]);
});

test('the other endpoints take all three formats too', async () => {
  const chef = await admin();
  for (const format of ['json', 'form', 'multipart']) {
    const email = freshEmail();
    assertStatus(await post('/v1/users', { [format]: { email, password: 'correct horse', name: '홍 길동' } }), 201);
    const session = assertStatus(await post('/v1/sessions', { [format]: { email, password: 'correct horse' } }), 201).data;
    const changed = await patch(`/v1/users/${session.userId}`, { [format]: { address: '부산시 해운대구' }, as: session });
    assert.equal(assertStatus(changed, 200).data.address, '부산시 해운대구');

    const { order } = assertStatus(await post('/api/orders/', { [format]: wish({ user_id: session.userId }), as: session }), 201);
    const again = assertStatus(await post(`/api/orders/reorder/${order.id}`, { [format]: { notes: 'again' }, as: session }), 201);
    assert.equal(again.order.notes, 'again');
    const moved = await patch(`/api/orders/${order.id}/status`, { [format]: { new_status: 'PREPARING' }, as: chef });
    assert.equal(assertStatus(moved, 200).order.status, 'PREPARING');
    const ended = await post(`/api/orders/${again.order.id}/cancel`, { [format]: { reason: 'changed my mind' }, as: session });
    assert.equal(assertStatus(ended, 200).order.status, 'CANCELLED');
  }
});

test('a type may be spelled with parameters and capitals; charset is UTF-8', async () => {
  for (const type of ['application/json; charset=utf-8', 'Application/JSON', 'application/json;charset="UTF-8"'])
    assertStatus(await post('/api/orders/', { body: JSON.stringify(wish()), type }), 201);
});

// Each with a body that has this and nothing else wrong; both faces of a fault: JSON and form.
const faulty = [
  [{}, {}, { '/dinner_code': 'required', '/style': 'required', '/delivery_address': 'required' }],
  [{ order_type: 'PICKUP' }, { order_type: 'PICKUP' }, { '/dinner_code': 'required', '/style': 'required' }],
  [wish({ quantity: 0 }), wish({ quantity: '0' }), { '/quantity': 'too_small' }],
  [wish({ quantity: 11 }), wish({ quantity: '11' }), { '/quantity': 'too_large' }],
  [wish({ quantity: 1.5 }), wish({ quantity: '1.5' }), { '/quantity': ['wrong_type', 'not_a_number'] }],
  [wish({ quantity: '2' }), wish({ quantity: 'two' }), { '/quantity': ['wrong_type', 'not_a_number'] }],
  [wish({ style: 'royal' }), wish({ style: 'royal' }), { '/style': 'not_a_choice' }],
  [wish({ order_type: 'DRONE' }), wish({ order_type: 'DRONE' }), { '/order_type': 'not_a_choice' }],
  [wish({ user_id: 'me' }), wish({ user_id: 'me' }), { '/user_id': 'not_a_uuid' }],
  [wish({ delivery_address: 'x' }), wish({ delivery_address: 'x' }), { '/delivery_address': 'too_short' }],
  [wish({ delivery_address: '가'.repeat(201) }), wish({ delivery_address: '가'.repeat(201) }), { '/delivery_address': 'too_long' }],
  [wish({ notes: 'n'.repeat(501) }), wish({ notes: 'n'.repeat(501) }), { '/notes': 'too_long' }],
  [wish({ notes: '카드 4242-4242-4242-4242' }), wish({ notes: '카드 4242-4242-4242-4242' }), { '/notes': 'card_number' }],
  [wish({ delivery_address: '4000000000000002' }), wish({ delivery_address: '4000000000000002' }), { '/delivery_address': 'card_number' }],
  [wish({ customizations: { wine: -1, coffee: 100 } }), wish({ customizations: { wine: '-1', coffee: '100' } }),
    { '/customizations/wine': 'too_small', '/customizations/coffee': 'too_large' }],
  [wish({ side_dishes: [{}, { code: 'salad', quantity: 100 }] }), wish({ side_dishes: [{ quantity: '2' }, { code: 'salad', quantity: '100' }] }),
    { '/side_dishes/0/code': 'required', '/side_dishes/1/quantity': 'too_large' }],
  [wish({ cake_customization: { message: 'm'.repeat(61), image_path: '/etc/passwd' } }),
    wish({ cake_customization: { message: 'm'.repeat(61), image_path: '/etc/passwd' } }),
    { '/cake_customization/message': 'too_long', '/cake_customization/image_path': 'not_an_image_path' }],
  [{ dinner_code: 'valentine', style: 'royal', quantity: 99, notes: '4242 4242 4242 4242', side_dishes: [{ code: '' }] },
    { dinner_code: 'valentine', style: 'royal', quantity: '99', notes: '4242 4242 4242 4242', side_dishes: [{ code: '', quantity: '1' }] },
    { '/style': 'not_a_choice', '/quantity': 'too_large', '/notes': 'card_number', '/side_dishes/0/code': 'required', '/delivery_address': 'required' }],
];

for (const [json, form, faults] of faulty)
  test(`faults are told together: ${Object.entries(faults).flat().join(' ')}`, async () => {
    const pick = (which) => Object.fromEntries(Object.entries(faults).map(([at, reason]) => [at, Array.isArray(reason) ? reason[which] : reason]));
    assertFaults(await post('/api/orders/', { json }), pick(0));
    assertFaults(await post('/api/orders/', { form }), pick(1));
    assertFaults(await post('/api/orders/', { multipart: form }), pick(1));
  });

test('what the menu does not have is told together too', async () => {
  const answer = await post('/api/orders/', { json: wish({
    dinner_code: 'champagne', style: 'simple', side_dishes: [{ code: 'caviar' }, { code: 'custom_cake', flavor: 'mud' }],
    cake_customization: { flavor: 'mud', size: 'size_9' },
  }) });
  assertFaults(answer, {
    '/style': 'not_offered', '/side_dishes/0/code': 'unknown', '/side_dishes/1/flavor': 'unknown', '/side_dishes/1/size': 'unknown',
    '/cake_customization/flavor': 'unknown', '/cake_customization/size': 'unknown',
  });
  assertFaults(await post('/api/orders/', { json: wish({ customizations: { 'a/b~c': 1, caviar: 2 } }) }),
    { '/customizations/a~1b~0c': 'unknown', '/customizations/caviar': 'unknown' });
});

test('an unknown field is refused in JSON and passed over in forms', async () => {
  assertFaults(await post('/api/orders/', { json: wish({ price: 1, side_dishes: [{ code: 'salad', price: 1 }] }) }),
    { '/price': 'unknown_field', '/side_dishes/0/price': 'unknown_field' });
  for (const format of ['form', 'dotted', 'multipart'])
    assertStatus(await post('/api/orders/', { [format]: wish({ price: '1', utm: 'x', side_dishes: [{ code: 'salad', price: '1' }] }) }), 201);
});

test('an empty string in an optional field counts as absent', async () => {
  const empty = wish({ notes: '', user_id: '', quantity: '', order_type: '', cake_customization: { message: '', image_path: '', flavor: '', size: '' } });
  for (const format of ['form', 'multipart']) {
    const { order } = assertStatus(await post('/api/orders/', { [format]: empty }), 201);
    assert.equal(order.notes, null);
    assert.equal(order.quantity, 1);
    assert.equal(order.order_type, 'DELIVERY');
    assert.equal(order.cake_customization, null);
  }
  const { order } = assertStatus(await post('/api/orders/', { json: wish({ notes: null, user_id: null, cake_customization: null, order_type: null }) }), 201);
  assert.equal(order.notes, null);
  assert.equal((await call('POST', '/api/orders/', { body: JSON.stringify(wish({ notes: '', user_id: '' })), type: 'application/json' })).status, 201);
});

test('rows of a form left at none are no wish', async () => {
  const { order } = assertStatus(await post('/api/orders/', { form: wish({
    customizations: { wine: '', coffee: '' },
    side_dishes: [{ code: 'salad', quantity: '0' }, { code: 'coffee_set', quantity: '1' }, { code: 'custom_cake', quantity: '0', flavor: '', size: '' }],
  }) }), 201);
  assert.deepEqual(order.side_dishes.map((dish) => dish.code), ['coffee_set']);
  assert.deepEqual(order.customizations, {});
});

test('what is no JSON, no form, no text is told as such', async () => {
  const json = (body) => post('/api/orders/', { body, type: 'application/json' });
  assertFaults(await json(''), { '/dinner_code': 'required', '/style': 'required', '/delivery_address': 'required' });
  for (const body of ['{', '{"dinner_code":', '[]x', '{"a":1,}', "{'a':1}"]) assertFaults(await json(body), { '': 'not_json' });
  assertFaults(await json('[]'), { '': 'wrong_type' });
  assertFaults(await json('"x"'), { '': 'wrong_type' });
  assertProblem(await json('{"notes":"a","notes":"b"}'), 400, 'INVALID_REQUEST');
  assertProblem(await json(Buffer.from('{"notes":"\xff"}', 'latin1')), 400, 'INVALID_REQUEST');
  assertFaults(await post('/api/orders/', { body: 'x', type: 'multipart/form-data; boundary=b' }), { '': 'bad_multipart' });
  assertProblem(await post('/api/orders/', { body: 'x', type: 'multipart/form-data' }), 400, 'INVALID_REQUEST');
  assertProblem(await post('/api/orders/', { body: 'dinner_code=%ff%fe', type: 'application/x-www-form-urlencoded' }), 400, 'INVALID_REQUEST');
});

test('text that hides something, or turns what stands beside it, is refused with the reason', async () => {
  const as = await customer();
  const reasons = { turns_text: ['서울\u202e1 로헤테', '\u2066서울\u2069', 'a\u202ab', '\u202d서울'], not_visible: ['\u200b\u200b\u200b', '\u3164\u3164', '\ufeff \u2060', '\u2800\u2800'],
    not_text: ['서울\u0007로', '서울\u009b로', '서울\ufffe로'], card_number: ['٤٢٤٢ ٤٢٤٢ ٤٢٤٢ ٤٢٤٢', '４２４２-４２４２-４２４２-４２４２', '④②④②4242 4242 4242', '4️⃣2️⃣4️⃣2️⃣ 4242 4242 4242'] };
  for (const [reason, texts] of Object.entries(reasons))
    for (const text of texts) {
      for (const format of ['json', 'form'])
        assertFaults(await post('/api/orders/', { [format]: wish({ delivery_address: text, notes: text, cake_customization: { message: text }, side_dishes: [{ code: 'custom_cake', quantity: 1 }] }) }),
          { '/delivery_address': reason, '/notes': reason, '/cake_customization/message': reason });
      assertFaults(await patch(`/v1/users/${as.userId}`, { json: { name: text, address: text }, as }), { '/name': reason, '/address': reason });
      assertFaults(await post('/v1/users', { json: { email: freshEmail(), password: 'correct horse', name: text } }), { '/name': reason });
    }
  const { errors } = assertProblem(await post('/api/orders/', { json: wish({ notes: 'a\u202eb' }), language: 'en' }), 400, 'INVALID_REQUEST');
  assert.match(errors[0].message, /turns the direction/);
  // What people do write: emoji with joiners and selectors, accents, and scripts that run from right to left by themselves.
  const fine = '👨‍👩‍👧 ❤️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 é سلام שלום';
  assert.equal(assertStatus(await post('/api/orders/', { json: wish({ notes: fine }) }), 201).order.notes, fine);
});

test('query parameters are held to their rows', async () => {
  const member = await customer();
  assertFaults(await get(`/api/orders/user/${member.userId}?limit=0&status=EATEN&cursor=7`, { as: member }),
    { '?limit': 'too_small', '?status': 'not_a_choice', '?cursor': 'not_a_uuid' });
  assertFaults(await get(`/api/orders/user/${member.userId}?limit=101`, { as: member }), { '?limit': 'too_large' });
  assertFaults(await get(`/api/orders/user/${member.userId}?limit=many`, { as: member }), { '?limit': 'not_a_number' });
  assertStatus(await get(`/api/orders/user/${member.userId}?limit=&status=&cursor=&other=1`, { as: member }), 200);
});

test('a list that is too long is named, and how many may be is told', async () => {
  const as = await customer();
  const items = Array.from({ length: 101 }, (_, i) => ({ productId: i + 1, quantity: 1 }));
  for (const format of ['json', 'form', 'dotted']) {
    const { errors } = assertFaults(await post('/v1/orders', { [format]: { items }, as, language: 'en' }), { '/items': 'too_many' });
    assert.equal(errors[0].message, 'There are too many entries (at most 100).');
  }
  const { errors } = assertFaults(await post('/api/orders/', { json: wish({ side_dishes: Array(150).fill({ code: 'salad', quantity: 1 }) }) }), { '/side_dishes': 'too_many' });
  assert.match(errors[0].message, /최대 20/);
  const many = Object.fromEntries(Array.from({ length: 513 }, (_, i) => [`x${i}`, '1']));
  for (const format of ['json', 'form'])
    assert.match(assertFaults(await post('/api/orders/', { [format]: many }), { '': 'too_many_fields' }).errors[0].message, /최대 512/);
});

test('a limit that was passed is told', async () => {
  const messages = async (json, language) =>
    Object.fromEntries(assertProblem(await post('/api/orders/', { json, language }), 400, 'INVALID_REQUEST').errors.map((e) => [e.pointer, e.message]));
  const json = wish({ quantity: 11, delivery_address: 'x', customizations: { wine: 100 }, notes: 'n'.repeat(501) });
  assert.deepEqual(await messages(json, 'ko'), { '/quantity': '값이 너무 큽니다 (최대 10).', '/delivery_address': '너무 짧습니다 (최소 2).',
    '/customizations/wine': '값이 너무 큽니다 (최대 99).', '/notes': '너무 깁니다 (최대 500).' });
  assert.deepEqual(await messages(json, 'en'), { '/quantity': 'The value is too large (at most 10).', '/delivery_address': 'This is too short (at least 2).',
    '/customizations/wine': 'The value is too large (at most 99).', '/notes': 'This is too long (at most 500).' });
});

test('messages and reasons are in Korean, or in English for those who prefer it', async () => {
  const korean = assertProblem(await post('/api/orders/', { json: {} }), 400, 'INVALID_REQUEST');
  assert.equal(korean.message, '잘못된 요청입니다.');
  assert.equal(korean.errors[0].message, '필수 항목입니다.');
  for (const language of ['en', 'en-GB', 'fr, en;q=0.5', 'ko;q=0.5, en']) {
    const english = assertProblem(await post('/api/orders/', { json: {}, language }), 400, 'INVALID_REQUEST');
    assert.equal(english.message, 'The request is not valid.', language);
    assert.equal(english.errors[0].message, 'This is required.', language);
  }
  for (const language of ['ko', 'ko-KR, en;q=0.9', 'fr', '*'])
    assert.match(assertProblem(await post('/api/orders/', { json: {}, language }), 400, 'INVALID_REQUEST').message, /[가-힣]/, language);
  assert.equal(assertStatus(await post('/api/orders/', { json: wish(), language: 'en' }), 201).message, 'Your order has been placed.');
});
