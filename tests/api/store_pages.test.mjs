// Pages of the store face: guests are led to sign in and back; what was typed once is not asked for again; what is popular; words of goods.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { browserPost, get, patch, post } from './support/call.mjs';
import { sql } from './support/database.mjs';
import { assertStatus, eventually } from './support/expect.mjs';
import { gatewayControl } from './support/gateway.mjs';
import { goods } from './support/goods.mjs';
import { admin, customer, freshEmail } from './support/people.mjs';
import { base, demoPassword } from './support/shop.mjs';

after(() => gatewayControl({}));

const cookie = (as) => (as ? { cookie: `banquet=${as.token}` } : {});
const page = (path, { as, ...headers } = {}) => get(path, { headers: { accept: 'text/html', ...cookie(as), ...headers } });
const form = (path, fields, { as, ...headers } = {}) => browserPost(path, fields, { headers: { ...cookie(as), ...headers } });
const card = (number = '4242424242424242') => ({ cardNumber: number, cardholderName: 'HONG GILDONG', expiryDate: '12/40', cvc: '123' });
const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul' }).format(new Date());

function html(answer, status = 200) {
  assert.equal(answer.status, status, answer.text);
  assert.match(answer.text, /^<!doctype html>/i);
  assert.doesNotMatch(answer.text, /\{\{|\}\}|undefined|\(null\)/);
  return answer.text;
}

/** The page to sign in, and where it leads on to. */
function next(answer) {
  const text = html(answer, 401);
  assert.match(text, /<form[^>]+action="\/sign-in"/);
  return text.match(/name="next" value="([^"]*)"/)[1].replaceAll('&amp;', '&');
}

async function sheet(as, cup, quantity = 1) {
  return assertStatus(await post('/v1/orders', { json: { productId: cup.productId, quantity }, as }), 201).data.orderKey;
}

/* --- guests --- */

test('a guest signs in first, and comes back to what they wanted', async () => {
  const cup = await goods();
  const key = randomUUID();
  assert.equal(next(await page('/cart')), '/cart');
  assert.equal(next(await page(`/order-sheets/${key}`)), `/order-sheets/${key}`);
  assert.equal(next(await page('/wallet')), '/wallet');
  assert.equal(next(await page('/orders?status=PENDING')), '/orders?status=PENDING');
  // A query too long to lead back to is left behind.
  assert.equal(next(await page(`/orders?status=PENDING&x=${'x'.repeat(400)}`)), '/orders');
  const at = (path) => ({ referer: new URL(path, base).href });
  const product = `/goods/${cup.productId}`;
  assert.equal(next(await form('/v1/cart/items', { productId: cup.productId, quantity: 1 }, at(product))), product);
  // Where it stood is told by the browser, and taken from pages of goods of this site alone.
  for (const referer of [undefined, 'https://evil.example/goods/1', `${base.origin}.evil.example/goods/1`, new URL('/staff', base).href, `${base.origin}/goods/${'1'.repeat(400)}`])
    assert.equal(next(await form('/v1/cart/items', { productId: cup.productId, quantity: 1 }, referer ? { referer } : {})), '/goods', referer);
  assert.equal(next(await form('/v1/cart-orders', { 'cartItemIds[]': 1 })), '/cart');
  assert.equal(next(await form(`/v1/orders/${key}/payments`, { method: 'BALANCE' })), `/order-sheets/${key}`);
  assert.equal(next(await form(`/v1/orders/${key}/items/${key}.0/cancel`, { quantity: 1 })), `/orders/${key}`);
  assert.equal(next(await form('/v1/coupons/1/claims', {})), '/coupons');
  assert.equal(next(await form('/cart/items/1', { quantity: 1 })), '/cart');
  assert.equal(next(await form('/notifications/read', { upto: key })), '/notifications');
  assert.equal(next(await form('/admin/dead-letters/1/retry', {})), '/admin');
  // A program is told by a problem.
  assert.equal((await post('/v1/cart/items', { json: { productId: cup.productId, quantity: 1 } })).body.code, 'UNAUTHENTICATED');
});

test('goods lead guests to the form to sign in, and that to registering, with the way back', async () => {
  const cup = await goods();
  const path = `/goods/${cup.productId}`;
  const product = html(await page(path));
  for (const to of ['sign-in', 'register']) assert.ok(product.includes(`href="/${to}?next=${path}"`), to);
  assert.ok(!product.includes('action="/v1/cart/items"'));
  const list = html(await page('/goods?category=wine'));
  assert.ok(list.includes(`href="/sign-in?next=${encodeURIComponent('/goods?category=wine')}"`));
  const signIn = html(await page(`/sign-in?next=${encodeURIComponent(path)}`));
  assert.ok(signIn.includes(`href="/register?next=${encodeURIComponent(path)}"`));
  const register = html(await page(`/register?next=${encodeURIComponent(path)}`));
  assert.ok(register.includes(`href="/sign-in?next=${encodeURIComponent(path)}"`));
  assert.ok(register.includes(`name="next" value="${path}"`));
  // A fault keeps it, and then it is followed.
  const email = freshEmail();
  assert.ok(html(await form('/register', { email: 'x', password: 'correct horse', name: '홍', next: path }), 400).includes(`name="next" value="${path}"`));
  const registered = await form('/register', { email, password: 'correct horse', name: '홍', next: path });
  assert.deepEqual([registered.status, registered.headers.get('location')], [303, path]);
  assert.ok(registered.cookies.banquet);
});

test('the way back is one of this site, whoever made the link', async () => {
  for (const to of ['//evil.example/', 'https://evil.example/', '/\\evil.example', '/\t/evil.example', 'evil', '/a\r\nset-cookie: x=1']) {
    const registered = await form('/register', { email: freshEmail(), password: 'correct horse', name: '홍', next: to });
    assert.deepEqual([registered.status, registered.headers.get('location')], [303, '/'], to);
    const signed = await form('/sign-in', { email: 'customer2@banquet.test', password: demoPassword, next: to });
    assert.deepEqual([signed.status, signed.headers.get('location')], [303, '/'], to);
  }
  html(await page(`/register?next=/${'x'.repeat(300)}`), 400);
  assert.ok(!html(await page('/register?next=%22%3E%3Cscript%3E')).includes('"><script>'));
});

/* --- an order sheet --- */

test('a sheet opened anew after a declined payment has what was said for it, but for the card', async () => {
  const as = await customer({ address: '서울시 종로구 1' });
  const cup = await goods({ price: 5000 });
  const key = await sheet(as, cup, 2);
  const path = `/order-sheets/${key}`;
  const usual = html(await page(path, { as }));
  assert.match(usual, /id="f-delivery-address"[^>]+value="서울시 종로구 1"/);
  assert.match(usual, /id="f-method-CARD"[^>]+checked/);	// there is nothing in the balance
  await sql(`INSERT INTO wallets VALUES ('${as.userId}', 0, 700); INSERT INTO wallet_entries (user_id, entry_id, kind, amount, balance_after, at)
    VALUES ('${as.userId}', UUID(), 'ADJUST_POINTS', 700, 700, UTC_TIMESTAMP(3))`);
  const typed = { method: 'CARD', points: 300, delivery: { address: '부산시 해운대구 2', recipientName: '김철수', recipientPhone: '010-2222-3333', notes: '문 앞에' } };
  const declined = html(await form(`/v1/orders/${key}/payments`, { ...typed, card: card('4000000000000002') }, { as }), 402);
  const again = html(await page(path, { as }));
  for (const text of [declined, again]) {
    for (const value of ['부산시 해운대구 2', '김철수', '010-2222-3333', '문 앞에']) assert.ok(text.includes(value), value);
    assert.match(text, /id="f-method-CARD"[^>]+checked/);
    assert.match(text, /name="points"[^>]+value="300"/);
    // Without scripts, too, the price has what is chosen in it.
    assert.match(text, /data-of="pointsUsed">−300원/);
    assert.match(text, /data-of="total">9,700원/);
    assert.match(text, /id="off-later" hidden/);
    assert.ok(!text.includes('0000000000000002') && !text.includes('HONG GILDONG'));
  }
  // Points that are no longer there are not asked for.
  await sql(`UPDATE wallets SET points = 200 WHERE user_id = '${as.userId}'; UPDATE wallet_entries SET amount = 200, balance_after = 200
    WHERE user_id = '${as.userId}' AND kind = 'ADJUST_POINTS'`);
  const without = html(await page(path, { as }));
  assert.match(without, /name="points"[^>]+value=""/);
  assert.match(without, /<div hidden><dt>포인트 사용/);
  assert.match(without, /data-of="total">10,000원/);
  await sql(`UPDATE wallets SET points = 700 WHERE user_id = '${as.userId}'; UPDATE wallet_entries SET amount = 700, balance_after = 700
    WHERE user_id = '${as.userId}' AND kind = 'ADJUST_POINTS'`);
  // Another sheet begins with the usual address.
  assert.match(html(await page(`/order-sheets/${await sheet(as, cup)}`, { as })), /id="f-delivery-address"[^>]+value="서울시 종로구 1"/);
});

test('a refused payment keeps the coupons that were chosen, and what they take off', async () => {
  const as = await customer();
  const key = await sheet(as, await goods({ price: 5000 }), 2);
  const { couponId } = assertStatus(await post('/v1/coupons', { as: await admin(), json: { name: '가을 쿠폰', kind: 'FIXED', value: 1500, quantity: 5, validDays: 7,
    issueTo: new Date(Date.now() + 86400000).toISOString() } }), 201).data;
  const { issuedCouponId } = assertStatus(await post(`/v1/coupons/${couponId}/claims`, { as }), 201).data;
  const pay = (more, status) => form(`/v1/orders/${key}/payments`, { method: 'CARD', delivery: { address: '서울시 중구 1' }, card: card('4000000000000002'), ...more }, { as })
    .then((answer) => html(answer, status));
  const declined = await pay({ couponIds: [issuedCouponId] }, 402);
  assert.match(declined, new RegExp(`value="${issuedCouponId}" checked`));
  assert.match(declined, /data-of="couponsOff">−1,500원/);
  assert.match(declined, /data-of="total">8,500원/);
  // What can not be had is in no price.
  const strange = await pay({ couponIds: [randomUUID()] }, 409);
  assert.match(strange, /data-of="total">10,000원/);
  assert.doesNotMatch(strange, /id="off-later" hidden/);
  assert.match(await pay({ couponIds: [issuedCouponId], points: 'many' }, 400), /data-of="total">10,000원/);
});

test('what is wrong with a payment stands at its field, in words of goods', async () => {
  const as = await customer();
  const key = await sheet(as, await goods({ price: 5000 }));
  const refused = html(await form(`/v1/orders/${key}/payments`, { method: 'CASH', points: 'many', delivery: { address: 'x', recipientPhone: 'none',
    notes: '4242 4242 4242 4242' } }, { as }), 400);
  for (const id of ['f-delivery-address-error', 'f-delivery-recipientPhone-error', 'f-delivery-notes-error', 'f-points-error']) assert.ok(refused.includes(`id="${id}"`), id);
  assert.ok(!refused.includes('4242 4242 4242 4242'));
  assert.ok(refused.includes('배송비') && !/배달|조리/.test(refused.replace(/<footer[^]*/, '')));
  html(await page('/order-sheets/x', { as }), 404);
  html(await page(`/order-sheets/${key}`, { as: await customer() }), 404);
});

/* --- an order --- */

test('of an order of goods that is given back in part, the page tells that part', async () => {
  const as = await customer();
  const cup = await goods({ price: 5000 });
  const paid = assertStatus(await post('/v1/orders', { as, json: { productId: cup.productId, quantity: 3,
    payment: { method: 'CARD', card: card(), delivery: { address: '서울시 중구 1' } } } }), 201).data;
  const path = `/orders/${paid.orderKey}`;
  await gatewayControl({ slow_ms: 4000 });
  assertStatus(await post(`/v1/orders/${paid.orderKey}/items/${paid.orderKey}.0/cancel`, { as, json: { quantity: 1 } }), 200);
  const under = html(await page(path, { as }));
  assert.match(under, /환불 진행 중 · 5,000원/);
  assert.ok(!/환불 진행 중 · 15,000원/.test(under));
  assert.ok(under.includes('배송비') && !/배달|조리/.test(under.replace(/<footer[^]*/, '')));
  await gatewayControl({});
  await eventually(async () => assert.match(html(await page(path, { as })), /<dt>환불<\/dt><dd>5,000원<\/dd>/), 15000);
});

test('the board speaks of goods as of what is sent, of dinners as of what is cooked', async () => {
  const as = await customer();
  const cup = await goods({ price: 5000 });
  await sql(`INSERT INTO wallets VALUES ('${as.userId}', 9000, 0); INSERT INTO wallet_entries (user_id, entry_id, kind, amount, balance_after, at)
    VALUES ('${as.userId}', UUID(), 'ADJUST', 9000, 9000, UTC_TIMESTAMP(3))`);
  const time = (Date.now() - 1).toString(16).padStart(12, '0');
  const { orderKey, orderNumber } = assertStatus(await post('/v1/orders', { as, json: { productId: cup.productId, payment: { method: 'BALANCE' } } }), 201).data;
  const board = async (headers = {}) => html(await page(`/staff?cursor=${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`, { as: await admin(), ...headers }));
  const button = (text) => text.match(new RegExp(`aria-label="(${orderNumber}: [^"]*)"`))[1];
  assert.equal(button(await board()), `${orderNumber}: 배송 준비 시작`);
  assert.equal(button(await board({ 'accept-language': 'en' })), `${orderNumber}: Start preparing`);
  assertStatus(await patch(`/v1/order-items/${orderKey}.0/status`, { json: { status: 'PREPARING' }, as: await admin() }), 200);
  const text = await board();
  assert.match(text, /<h2 id="lane-PREPARING-sent">상품 · 배송 준비 중/);
  assert.equal(button(text), `${orderNumber}: 출고 완료`);
});

/* --- what is popular --- */

test('what is popular stands on the first page and above the goods, for who looks for nothing else', async () => {
  const cup = await goods({ name: '으뜸 컵', nameEn: 'First cup', price: 4300 });
  const [[most]] = await sql('SELECT COALESCE(MAX(sold), 0) FROM (SELECT SUM(quantity) AS sold FROM sales_daily GROUP BY product_id) s');
  const count = Number(most) + 1234;
  const link = new RegExp(`<span class="rank">1위</span>\\s*<a href="/goods/${cup.productId}">으뜸 컵</a>\\s*<p><b>4,300원</b> <span>${count}개 판매</span>`);
  await sql(`INSERT INTO sales_daily (day, product_id, quantity, amount) VALUES ('${today}', ${cup.productId}, ${count}, 1)`);
  try {
    // It is some seconds old at the most.
    for (const path of ['/goods', '/']) await eventually(async () => assert.match(html(await page(path)), link), 12000);
    assert.match(html(await page('/goods', { 'accept-language': 'en' })), /No\. 1<\/span>\s*<a[^>]+>First cup</);
    for (const path of ['/goods?q=cup', '/goods?category=wine']) assert.ok(!html(await page(path)).includes('class="popular"'), path);
  } finally {
    await sql(`DELETE FROM sales_daily WHERE product_id = ${cup.productId}`);
  }
});
