// The pages of those who sell, as forms without scripts: becoming a seller, goods and their stock, what there is to send; who may, what is refused, and
// that no press of a button happens twice.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { assertBooksAgree } from './support/audit.mjs';
import { browserPost, get, patch, post } from './support/call.mjs';
import { sql } from './support/database.mjs';
import { assertStatus } from './support/expect.mjs';
import { business, freshSeller, goods, registrationNumber } from './support/goods.mjs';
import { admin, cook, courier, customer, seller } from './support/people.mjs';

const look = (path, as, language = 'ko') => get(path, { as, language, headers: { accept: 'text/html' } });
const press = (path, form, as, language = 'ko') => browserPost(path, form, { as, language });

/** A whole page of this status that shows no hole of its template; its text. */
function assertPage(answer, status) {
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.type, 'text/html');
  assert.doesNotMatch(answer.text, /\{\{|\}\}|undefined|\(null\)/);
  return answer.text;
}

/** Sent on to a page that is there: its address. */
async function assertSent(answer, where, as) {
  assert.equal(answer.status, 303, answer.text);
  const location = answer.headers.get('location');
  assert.match(location, where);
  if (as) assertPage(await look(location, as), 200);
  return location;
}

/** A member with a balance. */
async function rich(balance = 1000000) {
  const as = await customer();
  await sql(`INSERT INTO wallets VALUES ('${as.userId}', ${balance}, 0);
    INSERT INTO wallet_entries (user_id, entry_id, kind, amount, balance_after, at) VALUES ('${as.userId}', UUID(), 'ADJUST', ${balance}, ${balance}, UTC_TIMESTAMP(3))`);
  return as;
}

/** The item of an order of so many pieces, delivered to an address of its own. */
async function bought(as, product, quantity) {
  const json = { productId: product.productId, quantity, payment: { method: 'BALANCE',
    delivery: { address: '서울시 중구 세종대로 1', recipientName: '홍길동', recipientPhone: '010-1234-5678', notes: '문 앞에' } } };
  return `${assertStatus(await post('/v1/orders', { json, as }), 201).data.orderKey}.0`;
}

const balance = async (as) => assertStatus(await get(`/v1/users/${as.userId}/balance`, { as }), 200).data.balance;
const statusOf = async (itemId, as) => {
  const order = assertStatus(await get(`/v1/orders/${itemId.split('.')[0]}`, { as }), 200).data;
  return order.items[Number(itemId.split('.')[1])].status;
};
const move = (itemId, from, status, as, more = {}) => press(`/seller/items/${itemId}/status`, { from, status, ...more }, as);

// --- becoming a seller ---------------------------------------------------------------------

test('a member asks, waits, is approved from the admin\'s page, and sells', async () => {
  const as = await customer();
  assert.match(assertPage(await look('/seller', as), 200), /action="\/seller"/);
  const typed = { businessName: '<b>가게</b>', registrationNumber: '1234567890', phone: 'call me', address: 'x', category: '' };
  const refused = assertPage(await press('/seller', typed, as), 400);
  for (const what of ['사업자등록번호가 올바르지 않습니다.', '전화번호의 형식이 아닙니다.', '너무 짧습니다', '필수 항목입니다.', 'value="1234567890"', 'value="call me"',
    'value="&lt;b&gt;가게&lt;/b&gt;"', 'href="#f-registrationNumber"', 'aria-invalid="true"']) assert.ok(refused.includes(what), what);
  assert.match(assertPage(await press('/seller', typed, as, 'en'), 400), /This is not a business registration number\./);

  const wish = business();
  await assertSent(await press('/seller', wish, as), /^\/seller$/, as);
  for (const answer of await Promise.all(Array.from({ length: 8 }, () => press('/seller', wish, as)))) await assertSent(answer, /^\/seller$/);	// pressed again and again
  const waiting = assertPage(await look('/seller', as), 200);
  assert.match(waiting, /승인을 기다리고 있습니다/);
  assert.doesNotMatch(waiting, /action="\/seller"/);
  assert.match(assertPage(await look('/seller', as, 'en'), 200), /Waiting for approval/);
  assertPage(await look('/seller/goods', as), 403);

  const { sellerId } = assertStatus(await get('/v1/sellers/me', { as }), 200).data;
  const boss = await admin();
  const shown = assertPage(await look(`/admin/sellers?status=REQUESTED&cursor=${sellerId - 1}`, boss), 200);
  assert.ok(shown.includes(`action="/admin/sellers/${sellerId}/status"`) && shown.includes(wish.registrationNumber));
  assert.match(assertPage(await look('/admin', boss), 200), /입점 신청/);
  assertPage(await press(`/admin/sellers/${sellerId}/status`, { status: 'MAYBE' }, boss), 400);
  assertPage(await press(`/admin/sellers/${sellerId}/status`, {}, boss), 400);
  const location = await assertSent(await press(`/admin/sellers/${sellerId}/status`, { status: 'APPROVED' }, boss), /^\/admin\/sellers\?status=APPROVED&cursor=\d+$/, boss);
  await assertSent(await press(`/admin/sellers/${sellerId}/status`, { status: 'APPROVED' }, boss), /APPROVED/);	// is that already
  assert.ok(assertPage(await look(location, boss), 200).includes(wish.registrationNumber));
  assertPage(await press(`/admin/sellers/${sellerId}/status`, { status: 'REQUESTED' }, boss), 409);
  assertPage(await press('/admin/sellers/4000000000/status', { status: 'APPROVED' }, boss), 404);

  assert.match(assertPage(await look('/seller', as), 200), /승인됨/);
  assert.match(assertPage(await look('/seller/goods', as), 200), /아직 올린 상품이 없습니다/);
  assert.match(assertPage(await look('/', as), 200), /href="\/seller\/items"/);
});

test('who was not approved asks again, with what they had said before', async () => {
  const as = await customer();
  const wish = business({ businessName: '다시 가게' });
  await press('/seller', wish, as);
  const { sellerId } = assertStatus(await get('/v1/sellers/me', { as }), 200).data;
  await assertSent(await press(`/admin/sellers/${sellerId}/status`, { status: 'REJECTED' }, await admin()), /REJECTED/);
  const again = assertPage(await look('/seller', as), 200);
  assert.match(again, /승인되지 않았습니다/);
  assert.ok(again.includes('value="다시 가게"'));
  await assertSent(await press('/seller', { ...wish, registrationNumber: registrationNumber() }, as), /^\/seller$/);
  assert.match(assertPage(await look('/seller', as), 200), /승인을 기다리고/);
});

test('many presses at once ask once', async () => {
  const as = await customer();
  const wish = business();
  for (const answer of await Promise.all(Array.from({ length: 64 }, () => press('/seller', wish, as)))) await assertSent(answer, /^\/seller$/);
  assert.deepEqual(await sql(`SELECT COUNT(*), MAX(status) FROM sellers WHERE user_id = '${as.userId}'`), [['1', 'REQUESTED']]);
});

test('a seller\'s own data', async () => {
  const as = await freshSeller();
  const data = { phone: '051-765-4321', address: '부산시 중구 2', category: 'wine', deliveryFee: '2500', freeDeliveryFrom: '0' };
  await assertSent(await press('/seller/data', data, as), /^\/seller\?done=saved$/, as);
  const one = assertStatus(await get('/v1/sellers/me', { as }), 200).data;
  assert.deepEqual([one.phone, one.address, one.category, one.deliveryFee, one.freeDeliveryFrom], ['051-765-4321', '부산시 중구 2', 'wine', 2500, 0]);
  const refused = assertPage(await press('/seller/data', { ...data, deliveryFee: '1000001', phone: 'x' }, as), 400);
  assert.ok(refused.includes('value="1000001"') && refused.includes('전화번호의 형식이 아닙니다.'));
  assertPage(await press('/seller/data', { status: 'REJECTED' }, as), 403);
  assertPage(await press('/seller/data', data, await customer()), 404);
});

// --- goods -------------------------------------------------------------------------------------

const cup = (more = {}) => ({ name: `폼 컵 ${randomUUID().slice(0, 8)}`, nameEn: 'Form cup', description: '좋은 컵', descriptionEn: '', price: '1200', stock: '3',
  category: 'tableware', ...more });

test('goods are offered once, however often the button is pressed', async () => {
  const as = await freshSeller();
  assert.match(assertPage(await look('/seller/goods/new', as), 200), /name="idempotency_key" value="[^"]{16,}"/);
  const form = { ...cup(), idempotency_key: randomUUID() };
  const answers = await Promise.all(Array.from({ length: 8 }, () => press('/seller/goods', form, as)));
  const where = await assertSent(answers[0], /^\/seller\/goods\/\d+\?done=offered$/, as);
  for (const answer of answers) assert.equal(await assertSent(answer, /./), where);
  assert.match(assertPage(await look(where, as), 200), /상품을 올렸습니다/);
  const list = assertPage(await look('/seller/goods', as), 200);
  assert.equal(list.split(form.name).length - 1, 1);
  assert.match(list, /재고 3개/);
  assert.match(assertPage(await look('/seller/goods', as, 'en'), 200), /Form cup/);
  assertPage(await press('/seller/goods', { ...form, price: '1300' }, as), 422);
  await assertBooksAgree();
});

test('refused goods come back as they were typed', async () => {
  const as = await freshSeller();
  const html = assertPage(await press('/seller/goods', cup({ name: '', price: '-1', nameEn: '4242 4242 4242 4242', description: '<i>"x"</i>', stock: 'many' }), as), 400);
  for (const what of ['필수 항목입니다.', '값이 너무 작습니다', '카드 번호는 여기에 적지 마세요.', '숫자가 아닙니다.', 'value="-1"', 'value="many"', '&lt;i&gt;',
    'href="#f-price"', 'href="#f-name"']) assert.ok(html.includes(what), what);
  assertPage(await press('/seller/goods', cup({ sellerId: '1' }), as), 403);
});

test('goods are changed, whole, by who has seen them as they are', async () => {
  const as = await freshSeller();
  const where = (await assertSent(await press('/seller/goods', cup(), as), /offered/)).split('?')[0];
  const page = assertPage(await look(where, as), 200);
  assert.match(page, /name="version" value="1"/);
  const wish = cup({ name: '새 이름', nameEn: '', price: '1500', version: '1' });
  await assertSent(await press(where, wish, as), /\?done=saved$/, as);
  await assertSent(await press(where, wish, as), /\?done=saved$/);	// pressed twice
  const id = where.split('/').pop();
  const now = await get(`/v1/products/${id}?${randomUUID()}`, { language: 'en' });
  assert.deepEqual([now.body.data.name, now.body.data.price], ['새 이름', 1500]);	// the English name is gone

  // Somebody else's page is older: both are shown, and saving again is over that.
  const stale = assertPage(await press(where, cup({ name: '늦은 이름', nameEn: '', price: '9', version: '1' }), as), 412);
  assert.match(stale, /다른 사람이 먼저 바꾸었습니다/);
  assert.match(stale, /지금 저장된 값: 새 이름/);
  assert.match(stale, /지금 저장된 값: 1500/);
  assert.ok(stale.includes('value="늦은 이름"') && stale.includes('name="version" value="2"'));
  assert.match(assertPage(await press(where, cup({ name: 'Late', version: '1' }), as, 'en'), 412), /Somebody else has changed this/);
  await assertSent(await press(where, cup({ name: '늦은 이름', nameEn: '', price: '9', version: '2' }), as), /saved/);
  // What is wrong with it keeps the version it was for.
  assert.match(assertPage(await press(where, cup({ price: 'x', version: '1' }), as), 400), /name="version" value="1"/);
  assertPage(await press(where, cup(), as), 400);
});

test('of two who save at once, one is told', async () => {
  const as = await freshSeller();
  const where = (await assertSent(await press('/seller/goods', cup(), as), /offered/)).split('?')[0];
  const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => press(where, cup({ name: `컵 ${i}`, version: '1' }), as)));
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [303, 412, 412, 412, 412, 412, 412, 412]);
});

test('stock is booked with a reason, once, and never below nothing', async () => {
  const as = await freshSeller();
  const where = (await assertSent(await press('/seller/goods', cup(), as), /offered/)).split('?')[0];
  const form = { delta: '4', reason: '두 번째 입고', idempotency_key: randomUUID() };
  const answers = await Promise.all(Array.from({ length: 8 }, () => press(`${where}/stock`, form, as)));
  for (const answer of answers) await assertSent(answer, /\?done=stock$/);
  const page = assertPage(await look(where, as), 200);
  assert.match(page, /<p class="price">7개<\/p>/);
  assert.match(page, /두 번째 입고/);
  assert.match(page, /처음 재고/);
  const short = assertPage(await press(`${where}/stock`, { delta: '-8', reason: '깨짐', idempotency_key: randomUUID() }, as), 409);
  assert.ok(short.includes('재고가 부족합니다.') && short.includes('value="-8"') && short.includes('value="깨짐"'));
  const wrong = assertPage(await press(`${where}/stock`, { delta: '0', reason: '' }, as), 400);
  assert.ok(wrong.includes('href="#f-delta"') && wrong.includes('href="#f-reason"'));
  await assertBooksAgree();
});

test('a sale is ended and begun again', async () => {
  const as = await freshSeller();
  const where = (await assertSent(await press('/seller/goods', cup(), as), /offered/)).split('?')[0];
  const id = where.split('/').pop();
  const shown = async () => (await get(`/v1/products/${id}?${randomUUID()}`)).body.data.status;
  await assertSent(await press(`${where}/status`, { status: 'DISCONTINUED', version: '1' }, as), /\?done=ended$/, as);
  await assertSent(await press(`${where}/status`, { status: 'DISCONTINUED', version: '1' }, as), /\?done=ended$/);
  assert.equal(await shown(), 'DISCONTINUED');
  assert.match(assertPage(await look('/seller/goods', as), 200), /판매 종료/);
  assertPage(await press(`${where}/status`, { status: 'ON_SALE', version: '1' }, as), 412);
  await assertSent(await press(`${where}/status`, { status: 'ON_SALE', version: '2' }, as), /\?done=resumed$/, as);
  assert.equal(await shown(), 'ON_SALE');
  assertPage(await press(`${where}/status`, { status: 'SOLD_OUT', version: '3' }, as), 400);
});

test('another seller\'s goods are not there, an admin has all', async () => {
  const [owner, other, boss] = [await freshSeller(), await freshSeller(), await admin()];
  const { productId } = await goods({}, owner);
  const where = `/seller/goods/${productId}`;
  assertPage(await look(where, other), 404);
  for (const [path, form] of [[where, cup({ version: '1' })], [`${where}/stock`, { delta: '1', reason: 'x' }], [`${where}/status`, { status: 'DISCONTINUED', version: '1' }]])
    assertPage(await press(path, form, other), 404);
  for (const path of ['/seller/goods/x', '/seller/goods/4000000000', '/seller/goods/1/x']) assertPage(await look(path, owner), 404);
  assertPage(await look(where, boss), 200);
  assert.ok(assertPage(await look(`/seller/goods?seller=${owner.sellerId}`, boss), 200).includes(where));
  assert.ok(!assertPage(await look('/seller/goods', boss), 200).includes(`${where}"`));
  await assertSent(await press(`${where}/stock`, { delta: '1', reason: '관리자 확인' }, boss), /stock/, boss);
  const theirs = await assertSent(await press('/seller/goods', cup({ sellerId: String(owner.sellerId) }), boss), /offered/, boss);
  assertPage(await look(theirs, owner), 200);
  assertPage(await press('/seller/goods', cup({ sellerId: '4000000000' }), boss), 400);
});

test('many goods have pages, and are searched', async () => {
  const as = await freshSeller();
  const word = randomUUID().slice(0, 8);
  for (let i = 0; i < 21; i++) await goods({ name: `${word} ${i}`, category: 'test' }, as);
  const first = assertPage(await look(`/seller/goods?q=${word}`, as), 200);
  const next = /rel="next" href="([^"]+)"/.exec(first)[1].replaceAll('&amp;', '&');
  const second = assertPage(await look(next, as), 200);
  assert.ok(first.includes(`${word} 20`) && !first.includes(`${word} 0<`) && second.includes(`${word} 0<`));
  assert.match(assertPage(await look('/seller/goods?q=nothing-like-it', as), 200), /찾는 상품이 없습니다/);
  assertPage(await look('/seller/goods?cursor=x', as), 400);
});

// --- what there is to send -----------------------------------------------------------------------

test('an item is sent from its list, state by state, with its carrier', async () => {
  const [as, buyer] = [await freshSeller(), await rich()];
  const item = await bought(buyer, await goods({ name: '보낼 컵', nameEn: 'Cup to send', price: 9000, stock: 9 }, as), 2);
  const list = assertPage(await look('/seller/items', as), 200);
  for (const what of ['보낼 컵', '× 2', '서울시 중구 세종대로 1', '홍길동', '010-1234-5678', '문 앞에', `action="/seller/items/${item}/status"`, '배송 준비 시작'])
    assert.ok(list.includes(what), what);
  assert.match(list, /결제 완료 <span class="count">/);
  const english = assertPage(await look('/seller/items', as, 'en'), 200);
  assert.ok(english.includes('Cup to send') && english.includes('Begin preparing') && !/PREPARE\b|CANCEL\b/.test(english.replace(/value="[^"]*"|id="[^"]*"|for="[^"]*"|href="[^"]*"/g, '')));

  await assertSent(await move(item, 'PENDING', 'PREPARING', as), /^\/seller\/items\?status=PENDING&moved=PREPARING$/, as);
  await assertSent(await move(item, 'PENDING', 'PREPARING', as), /moved=PREPARING/);	// pressed twice
  await assertSent(await move(item, 'PREPARING', 'READY_FOR_DELIVERY', as), /moved=READY_FOR_DELIVERY/, as);
  const wrong = assertPage(await press(`/seller/items/${item}/delivery`, { from: 'READY_FOR_DELIVERY', status: 'IN_DELIVERY', carrier: '한진택배', trackingNumber: '?' }, as), 400);
  assert.ok(wrong.includes('운송장 번호의 형식이 아닙니다.') && wrong.includes('value="한진택배"') && wrong.includes('value="?"') && wrong.includes('id="f-trackingNumber"'));
  assert.equal(await statusOf(item, buyer), 'READY_FOR_DELIVERY');
  await assertSent(await press(`/seller/items/${item}/delivery`, { from: 'READY_FOR_DELIVERY', status: 'IN_DELIVERY', carrier: '한진택배', trackingNumber: '1234-5678' }, as),
    /status=READY_FOR_DELIVERY&moved=IN_DELIVERY/, as);
  await assertSent(await press(`/seller/items/${item}/delivery`, { from: 'IN_DELIVERY', carrier: '한진택배', trackingNumber: '1234-5679' }, as), /moved=IN_DELIVERY/, as);
  const [{ carrier, trackingNumber }] = assertStatus(await get(`/v1/orders/${item.split('.')[0]}/deliveries`, { as: buyer }), 200).data.deliveries;
  assert.deepEqual([carrier, trackingNumber], ['한진택배', '1234-5679']);
  await assertSent(await move(item, 'IN_DELIVERY', 'DELIVERED', as), /moved=DELIVERED/, as);
  const done = assertPage(await look('/seller/items?status=DELIVERED', as), 200);
  assert.ok(done.includes('보낼 컵') && !done.includes(`action="/seller/items/${item}`));
  await assertBooksAgree();
});

test('a cancellation is decided with what it gives back; a part of a line is cancelled once', async () => {
  const [as, buyer] = [await freshSeller(), await rich()];
  const item = await bought(buyer, await goods({ price: 10000, stock: 9 }, as), 3);
  await move(item, 'PENDING', 'PREPARING', as);
  assertStatus(await post(`/v1/orders/${item.split('.')[0]}/items/${item}/cancel`, { json: { quantity: 1, reason: '하나는 <필요> 없다' }, as: buyer }), 200);
  const asked = assertPage(await look('/seller/items?status=CANCEL_REQUESTED', as), 200);
  for (const what of ['1개를 요청했습니다.', '하나는 &lt;필요&gt; 없다', '돌려줄 금액', '10,000원', '취소 승인', '취소 거절하고 발송']) assert.ok(asked.includes(what), what);
  await assertSent(await move(item, 'CANCEL_REQUESTED', 'CANCEL_PROCESSING', as), /moved=CANCEL_PROCESSING/, as);
  const before = await balance(buyer);
  const form = { from: 'CANCEL_PROCESSING', status: 'CANCELLED', reason: '그렇게 하겠습니다', idempotency_key: randomUUID() };
  const answers = await Promise.all(Array.from({ length: 8 }, () => press(`/seller/items/${item}/status`, form, as)));
  for (const answer of answers) await assertSent(answer, /status=CANCEL_PROCESSING&moved=PREPARING/);
  assert.equal(await balance(buyer) - before, 10000);
  // The page of before, in another tab: what is left must not go with it.
  const old = assertPage(await move(item, 'CANCEL_PROCESSING', 'CANCELLED', as), 412);
  assert.ok(old.includes('그 사이 내용이 변경되었습니다.') && /지금 상태: <b>배송 준비 중/.test(old));
  assert.equal(await statusOf(item, buyer), 'PREPARING');
  const history = assertStatus(await get(`/v1/orders/${item.split('.')[0]}/items/${item}/history`, { as: buyer }), 200).data.history;
  assert.equal(history.at(-1).reason, '그렇게 하겠습니다');
  // All of it, by the seller.
  const all = assertPage(await look('/seller/items?status=PREPARING', as), 200);
  assert.ok(all.includes('× 2') && all.includes('20,000원'));
  await assertSent(await move(item, 'PREPARING', 'CANCELLED', as, { reason: '품절' }), /moved=CANCELLED/, as);
  assert.equal(await statusOf(item, buyer), 'CANCELLED');
  await assertBooksAgree();
});

test('returns and exchanges are taken up, refused, and finished', async () => {
  const [as, buyer] = [await freshSeller(), await rich()];
  const product = await goods({ price: 10000, stock: 9 }, as);
  const [back, other, kept] = [await bought(buyer, product, 2), await bought(buyer, product, 1), await bought(buyer, product, 1)];
  for (const item of [back, other, kept]) {
    await move(item, 'PENDING', 'PREPARING', as);
    await move(item, 'PREPARING', 'READY_FOR_DELIVERY', as);
    await move(item, 'READY_FOR_DELIVERY', 'IN_DELIVERY', as);
    await move(item, 'IN_DELIVERY', 'DELIVERED', as);
  }
  const ask = async (item, what) => assertStatus(await post(`/v1/orders/${item.split('.')[0]}/items/${item}/${what}`, { json: { reason: '금이 갔다' }, as: buyer }), 200);
  await ask(back, 'return');
  await ask(other, 'exchange');
  await ask(kept, 'return');
  const asked = assertPage(await look('/seller/items?status=RETURN_REQUESTED', as), 200);
  assert.ok(asked.includes('20,000원') && asked.includes('10,000원') && asked.includes('금이 갔다') && asked.includes('반품 승인'));
  const before = await balance(buyer);
  await assertSent(await move(back, 'RETURN_REQUESTED', 'RETURN_PROCESSING', as), /moved=RETURN_PROCESSING/, as);
  assert.equal(await balance(buyer), before);
  await assertSent(await move(back, 'RETURN_PROCESSING', 'RETURNED', as), /moved=RETURNED/, as);
  assert.equal(await balance(buyer) - before, 20000);
  await assertSent(await move(kept, 'RETURN_REQUESTED', 'CONFIRMED', as, { reason: '사용한 흔적' }), /moved=CONFIRMED/, as);
  // What is kept its seller takes back all the same; what it had earned goes along.
  assert.match(assertPage(await look('/seller/items?status=CONFIRMED', as), 200), /반품 받아 주기/);
  await assertSent(await move(kept, 'CONFIRMED', 'RETURN_REQUESTED', as, { reason: '죄송합니다' }), /moved=RETURN_REQUESTED/, as);
  assert.match(assertPage(await look('/seller/items?status=RETURN_REQUESTED', as), 200), /10,000원[^]*이미 썼다면/);
  await move(kept, 'RETURN_REQUESTED', 'RETURN_PROCESSING', as);
  await assertSent(await move(kept, 'RETURN_PROCESSING', 'RETURNED', as), /moved=RETURNED/, as);
  assert.equal(await balance(buyer) - before, 30000);
  const exchange = assertPage(await look('/seller/items?status=EXCHANGE_REQUESTED', as), 200);
  assert.ok(exchange.includes('교환 승인'));
  await assertSent(await move(other, 'EXCHANGE_REQUESTED', 'EXCHANGE_PROCESSING', as), /moved=EXCHANGE_PROCESSING/, as);
  await assertSent(await move(other, 'EXCHANGE_PROCESSING', 'EXCHANGED', as), /moved=EXCHANGED/, as);
  await assertBooksAgree();
});

test('two who decide at once: one decides', async () => {
  const [as, buyer, boss] = [await freshSeller(), await rich(), await admin()];
  const item = await bought(buyer, await goods({ price: 1000, stock: 9 }, as), 1);
  const answers = await Promise.all(Array.from({ length: 64 }, (_, i) => move(item, 'PENDING', i % 2 ? 'PREPARING' : 'CANCELLED', i % 4 < 2 ? as : boss)));
  const statuses = [...new Set(answers.map((answer) => answer.status))].sort();
  assert.ok(statuses.every((status) => [303, 409, 412].includes(status)), String(statuses));
  const end = await statusOf(item, buyer);
  assert.ok(['PREPARING', 'CANCELLED'].includes(end));
  for (const [i, answer] of answers.entries()) assert.equal(answer.status === 303, (i % 2 ? 'PREPARING' : 'CANCELLED') === end);
  await assertBooksAgree();
});

test('another seller\'s items are not there; an admin moves anybody\'s, the staff the shop\'s', async () => {
  const [owner, other, boss, buyer] = [await freshSeller(), await freshSeller(), await admin(), await rich()];
  const item = await bought(buyer, await goods({ price: 1000, stock: 9 }, owner), 1);
  const ours = await bought(buyer, await goods({ price: 1000, stock: 9 }), 1);
  assert.ok(!assertPage(await look('/seller/items', other), 200).includes(item));
  for (const as of [other, await cook(), await courier()]) {
    assertPage(await move(item, 'PENDING', 'PREPARING', as), 404);
    assertPage(await press(`/seller/items/${item}/delivery`, { from: 'PENDING' }, as), 404);
  }
  assertPage(await move(ours, 'PENDING', 'PREPARING', owner), 404);
  for (const path of ['x', `${randomUUID()}.0`, item.replace('.0', '.7')]) assertPage(await move(path, 'PENDING', 'PREPARING', owner), 404);
  assertPage(await look(`/seller/items?seller=${owner.sellerId}`, other), 403);
  assertPage(await look(`/seller/items?seller=${owner.sellerId}`, await cook()), 403);
  const theirs = assertPage(await look(`/seller/items?seller=${owner.sellerId}`, boss), 200);
  assert.match(theirs, /<h1>보낼 상품 <small>홍가네 그릇<\/small><\/h1>/);
  assert.ok(theirs.includes(item) && theirs.includes(`name="seller" value="${owner.sellerId}"`));
  await assertSent(await move(item, 'PENDING', 'PREPARING', boss, { seller: String(owner.sellerId) }), new RegExp(`seller=${owner.sellerId}$`), boss);
  await assertSent(await move(ours, 'PENDING', 'PREPARING', await cook()), /moved=PREPARING/, await cook());
  assertPage(await move(ours, 'PREPARING', 'READY_FOR_DELIVERY', await courier()), 403);
  await assertSent(await move(ours, 'PREPARING', 'READY_FOR_DELIVERY', await cook()), /moved=READY/);
  await assertSent(await press(`/seller/items/${ours}/delivery`, { from: 'READY_FOR_DELIVERY', status: 'IN_DELIVERY' }, await courier()), /moved=IN_DELIVERY/);
  // Whoever bought it is no seller of it.
  assertPage(await move(item, 'PREPARING', 'CANCEL_REQUESTED', buyer), 403);
  // The API has the same for an admin alone.
  const { items } = assertStatus(await get(`/v1/order-items?sellerId=${owner.sellerId}`, { as: boss }), 200).data;
  assert.deepEqual(items.map((one) => one.item.itemId), [item]);
  assertStatus(await get(`/v1/order-items?sellerId=${owner.sellerId}`, { as: other }), 403);
  assertStatus(await patch(`/v1/order-items/${item}/status`, { json: { status: 'CANCELLED', reason: '품절' }, as: boss }), 200);
  await assertBooksAgree();
});

test('a long list has pages, the oldest first', async () => {
  const [as, buyer] = [await freshSeller(), await rich()];
  const product = await goods({ price: 10, stock: 99 }, as);
  const items = [];
  for (let i = 0; i < 21; i++) items.push(await bought(buyer, product, 1));
  const first = assertPage(await look('/seller/items', as), 200);
  assert.ok(first.includes(items[0]) && !first.includes(items[20]));
  const second = assertPage(await look(/rel="next" href="([^"]+)"/.exec(first)[1].replaceAll('&amp;', '&'), as), 200);
  assert.ok(second.includes(items[20]) && !second.includes(`id="item-${items[19]}"`));
  assertPage(await look('/seller/items?cursor=x', as), 400);
  assertPage(await look('/seller/items?status=GONE', as), 400);
});

test('a form that lacks what it needs is refused in its own page', async () => {
  const as = await seller();
  const item = `${randomUUID()}.0`;
  assertPage(await press(`/seller/items/${item}/status`, {}, as), 400);
  assertPage(await press(`/seller/items/${item}/status`, { from: 'x', status: 'y' }, as), 400);
  assertPage(await press(`/seller/items/${item}/delivery`, { from: 'PENDING', status: 'READY_FOR_DELIVERY' }, as), 400);
  assertPage(await press(`/seller/items/${item}/status`, { from: 'PENDING', status: 'PREPARING', reason: '4242 4242 4242 4242' }, as), 400);
});

// --- who may --------------------------------------------------------------------------------------

// Statuses for nobody, a customer who never asked, cook, courier, seller, admin.
const rows = {
  'GET /seller': [401, 200, 200, 200, 200, 200],
  'POST /seller': [401, 400, 400, 400, 400, 400],
  'POST /seller/data': [401, 404, 404, 404, 303, 404],
  'GET /seller/goods': [401, 403, 403, 403, 200, 200],
  'GET /seller/goods/new': [401, 403, 403, 403, 200, 200],
  'POST /seller/goods': [401, 403, 403, 403, 400, 400],
  'GET /seller/goods/4000000000': [401, 403, 403, 403, 404, 404],
  'POST /seller/goods/4000000000': [401, 403, 403, 403, 400, 400],
  'POST /seller/goods/4000000000/stock': [401, 403, 403, 403, 400, 400],
  'POST /seller/goods/4000000000/status': [401, 403, 403, 403, 400, 400],
  'GET /seller/items': [401, 403, 200, 200, 200, 200],
  'POST /seller/items/x/status': [401, 403, 400, 400, 400, 400],
  'POST /seller/items/x/delivery': [401, 403, 400, 400, 400, 400],
  'GET /admin/sellers': [401, 403, 403, 403, 403, 200],
  'POST /admin/sellers/4000000000/status': [401, 403, 403, 403, 403, 400],
};

for (const [name, statuses] of Object.entries(rows))
  test(`who may: ${name}`, async () => {
    const [method, path] = name.split(' ');
    const people = [undefined, await customer(), await cook(), await courier(), await seller(), await admin()];
    const got = [];
    for (const as of people) got.push((method === 'GET' ? await look(path, as) : await press(path, {}, as)).status);
    assert.deepEqual(got, statuses);
  });

test('who has to sign in first is led back to where the form was', async () => {
  for (const [path, home] of [['/seller/items/x/status', '/seller/items'], ['/seller/goods', '/seller/goods'], ['/seller', '/seller'], ['/admin/sellers/1/status', '/admin/sellers']])
    assert.ok(assertPage(await press(path, {}), 401).includes(`name="next" value="${home}"`));
  assert.ok(assertPage(await look('/seller'), 401).includes('name="next" value="/seller"'));
});

test('no form of another site is taken', async () => {
  const as = await freshSeller();
  for (const path of ['/seller', '/seller/goods', '/seller/items/x/status'])
    assert.equal((await post(path, { form: {}, headers: { cookie: `banquet=${as.token}`, 'sec-fetch-site': 'cross-site', accept: 'text/html' } })).status, 403);
});
