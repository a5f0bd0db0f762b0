// seller: a member becomes a seller, offers goods, sends what is bought and decides what is asked for; with scripts and without.
import { after, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { assertAccessible, call, change, closeBrowser, narrow, register, signIn, visit, wide } from './shop.mjs';

after(closeBrowser);

/** A business registration number that is right. */
function registrationNumber() {
  const nine = String(Math.floor(Math.random() * 1e9)).padStart(9, '0');
  const sum = [1, 3, 7, 1, 3, 7, 1, 3, 5].reduce((all, weight, i) => all + weight * Number(nine[i]), 0) + Math.floor((5 * Number(nine[8])) / 10);
  return `${nine}${(10 - (sum % 10)) % 10}`;
}

let made = 0;
const named = (what) => `${what} ${Date.now().toString(36)}-${++made}`;

async function ask(page, name) {
  await page.goto('/seller');
  for (const [field, value] of [['businessName', name], ['registrationNumber', registrationNumber()], ['phone', '02-123-4567'], ['address', '서울시 중구 1'], ['category', 'tableware']])
    await page.fill(`#f-${field}`, value);
  await page.click('main form button[type=submit]');
  await page.locator('main .state').waitFor();
}

/** Whoever is signed in there becomes a seller; an admin's click decides. */
async function becomeSeller(page) {
  const name = named('내 가게');
  await ask(page, name);
  await visit({}, async (admin) => {
    await signIn(admin, 'admin@banquet.test');
    await admin.goto('/admin/sellers?status=REQUESTED');
    const card = admin.locator('.sellers .card', { hasText: name });
    while (await card.count() === 0) await admin.goto(await admin.getAttribute('a[rel=next]', 'href'));
    await card.locator('button', { hasText: /^승인/ }).click();
    await admin.locator('.sellers .card', { hasText: name }).locator('.seller-APPROVED').waitFor();
  });
  return name;
}

async function offer(page, name, more = {}) {
  await page.goto('/seller/goods');
  await page.click('a[href="/seller/goods/new"]');
  await page.waitForURL('**/seller/goods/new');
  for (const [field, value] of Object.entries({ name, nameEn: 'A cup', price: '9000', stock: '9', category: 'tableware', description: '손으로 빚은 컵', ...more }))
    await page.fill(`#f-${field}`, value);
  await page.click('main form button[type=submit]');
  await page.waitForURL(/\/seller\/goods\/\d+\?done=offered$/);
  return new URL(page.url()).pathname.split('/').pop();
}

/** A new member's order of them, paid by card; the item's id. */
async function order(productId, quantity) {
  const email = `buyer-${Date.now()}-${process.pid}-${++made}@banquet.test`;
  await call('POST', '/v1/users', { email, password: 'long enough', name: '나손님' });
  const { data: { token } } = await (await call('POST', '/v1/sessions', { email, password: 'long enough' })).json();
  const as = { Authorization: `Bearer ${token}` };
  const answer = await call('POST', '/v1/orders', { productId: Number(productId), quantity, payment: { method: 'CARD',
    card: { cardNumber: '4242424242424242', cardholderName: 'HONG', expiryDate: '12/40', cvc: '123' },
    delivery: { address: '서울시 중구 세종대로 110', recipientName: '홍길동', recipientPhone: '010-1234-5678', notes: '문 앞에 놓아 주세요' } } }, as);
  assert.equal(answer.status, 201);
  const { data: { orderKey } } = await answer.json();
  const wish = (what, json) => call('POST', `/v1/orders/${orderKey}/items/${orderKey}.0/${what}`, json, as);
  return { item: `${orderKey}.0`, wish };
}

const parcel = (page, item) => page.locator(`[id="item-${item}"]`);

const button = (page, item, name) => parcel(page, item).locator('button', { hasText: new RegExp(`^${name}`) }).first();
/** Presses an item's button, and waits for the list to come back. */
async function press(page, item, name) {
  await button(page, item, name).click();
  await page.waitForURL(/moved=/);
}

for (const way of [
  { name: 'with scripts', js: true, viewport: wide },
  { name: 'without scripts', js: false, viewport: narrow },
]) {
  describe(way.name, () => {
    test('a member asks, is told what is wrong, waits, and sells once an admin has approved', () => visit({ ...way, expectErrors: true }, async (page) => {
      await register(page);
      await page.click('footer a[href="/seller"]');
      await page.waitForURL('**/seller');
      await page.fill('#f-businessName', '내 가게');
      await page.$eval('main form', (form) => form.setAttribute('novalidate', ''));
      await page.fill('#f-registrationNumber', '123-45-67890');
      await page.click('main form button[type=submit]');
      await page.locator('.error-summary').waitFor();
      assert.match(await page.locator('#f-registrationNumber-error').textContent(), /사업자등록번호/);
      assert.equal(await page.inputValue('#f-businessName'), '내 가게');
      await page.click('.error-summary a[href="#f-registrationNumber"]');
      assert.equal(await page.evaluate(() => document.activeElement?.id), 'f-registrationNumber');
      await becomeSeller(page);
      await page.goto('/seller');
      assert.equal(await page.locator('h2 .badge').textContent(), '승인됨');
      await page.click('nav a[href="/seller/items"] >> nth=0');
      await page.waitForURL('**/seller/items');
      assert.equal(await page.locator('.parcels .empty').count(), 1);
    }));

    test('goods are offered, changed, booked and ended; what somebody else changed meanwhile is shown', () => visit({ ...way, expectErrors: true }, async (page) => {
      await register(page);
      await becomeSeller(page);
      const name = named('빚은 컵');
      const id = await offer(page, name);
      assert.equal(await page.locator('h1').textContent(), name);
      await page.fill('#f-price', '12000');
      await page.click('form:has(#f-price) button[type=submit]');
      await page.waitForURL(/done=saved/);
      assert.equal(await page.inputValue('#f-price'), '12000');

      // Another changes it while this page is open.
      await change(`/v1/products/${id}`, { price: 15000 });
      await page.fill('#f-name', `${name} 하나`);
      await page.click('form:has(#f-price) button[type=submit]');
      await page.locator('.error-summary').waitFor();
      assert.match(await page.locator('#n-price').textContent(), /15000/);
      assert.equal(await page.inputValue('#f-name'), `${name} 하나`);
      await page.click('form:has(#f-price) button[type=submit]');
      await page.waitForURL(/done=saved/);
      assert.equal(await page.inputValue('#f-price'), '12000');

      await page.fill('#f-delta', '-20');
      await page.fill('#f-reason', '깨짐');
      await page.click('form:has(#f-delta) button[type=submit]');
      await page.locator('.error-summary').waitFor();
      assert.match(await page.locator('.error-summary').textContent(), /재고가 부족합니다/);
      assert.equal(await page.inputValue('#f-delta'), '-20');
      await page.fill('#f-delta', '-2');
      await page.click('form:has(#f-delta) button[type=submit]');
      await page.waitForURL(/done=stock/);
      assert.equal(await page.locator('.price').textContent(), '7개');
      await page.click('details summary');
      assert.match(await page.locator('.bookings li').first().textContent(), /-2개[^]*깨짐/);

      await page.getByRole('button', { name: '판매 종료' }).click();
      await page.waitForURL(/done=ended/);
      assert.equal(await page.locator('.order-head .state').textContent(), '판매 종료');
      await page.getByRole('button', { name: '판매 다시 시작' }).click();
      await page.waitForURL(/done=resumed/);
      await page.goto('/seller/goods');
      assert.match(await page.locator('.shelf .card').first().textContent(), /재고 7개/);
    }));

    test('what is bought is sent, and what is asked for is decided', () => visit({ ...way, expectErrors: true }, async (page) => {
      await register(page);
      await becomeSeller(page);
      const name = named('보낼 컵');
      const id = await offer(page, name);
      const { item, wish } = await order(id, 3);
      await page.goto('/seller/items');
      assert.match(await parcel(page, item).textContent(), /홍길동[^]*010-1234-5678[^]*세종대로 110[^]*문 앞에/);
      await press(page, item, '배송 준비 시작');
      assert.match(await page.locator('.notice[role=status]').textContent(), /배송 준비 중/);

      // The buyer asks for less.
      assert.equal((await wish('cancel', { quantity: 1, reason: '둘이면 된다' })).status, 200);
      await page.goto('/seller/items');
      await page.click('.lanes a[href*="CANCEL_REQUESTED"]');
      await page.waitForURL(/CANCEL_REQUESTED/);
      assert.match(await parcel(page, item).textContent(), /1개를 요청했습니다[^]*둘이면 된다[^]*9,000원/);
      await press(page, item, '취소 승인');
      await page.click('.lanes a[href*="CANCEL_PROCESSING"]');
      await page.waitForURL(/status=CANCEL_PROCESSING$/);
      await parcel(page, item).locator('summary', { hasText: '취소 완료하고 환불' }).click();
      await press(page, item, '취소 완료하고 환불');
      assert.match(await page.locator('.notice[role=status]').textContent(), /배송 준비 중/);

      await page.click('.lanes a[href*="status=PREPARING"]');
      await page.waitForURL(/status=PREPARING$/);
      assert.match(await parcel(page, item).locator('h2').textContent(), /× 2/);
      await press(page, item, '출고 완료');
      await page.goto('/seller/items?status=READY_FOR_DELIVERY');
      await parcel(page, item).locator('input[name=carrier]').fill('한진택배');
      await parcel(page, item).locator('input[name=trackingNumber]').fill('?');
      await button(page, item, '배송 출발').click();
      await page.locator('.error-summary').waitFor();
      assert.equal(await page.inputValue('#f-carrier'), '한진택배');
      await page.fill('#f-trackingNumber', '1234-5678');
      await press(page, item, '배송 출발');
      await page.goto('/seller/items?status=IN_DELIVERY');
      assert.match(await parcel(page, item).textContent(), /한진택배 1234-5678/);

      // Somebody else was faster.
      await change(`/v1/order-items/${item}/status`, { status: 'DELIVERED' });
      await wish('return', { quantity: 1, reason: '금이 갔다' });
      await button(page, item, '배송 완료').click();
      await page.locator('.error-summary').waitFor();
      assert.match(await page.locator('main > .notice').textContent(), /반품 요청/);
      await page.goto('/seller/items?status=RETURN_REQUESTED');
      assert.match(await parcel(page, item).textContent(), /금이 갔다/);
      await parcel(page, item).locator('summary', { hasText: '거절하고' }).click();
      await parcel(page, item).locator('details input[name=reason]').first().fill('사용한 흔적');
      await press(page, item, '거절하고 구매 확정');
      await page.goto('/seller/items?status=CONFIRMED');
      assert.match(await parcel(page, item).locator('h2').textContent(), /× 2/);
    }));
  });
}

for (const look of [
  { name: 'wide', viewport: wide },
  { name: 'narrow', viewport: narrow },
  { name: 'wide, dark, English', viewport: wide, dark: true, lang: 'en-GB' },
  { name: 'narrow, dark', viewport: narrow, dark: true },
]) {
  test(`the pages of those who sell, ${look.name}`, () => visit({ ...look, expectErrors: true }, async (page) => {
    await register(page);
    await page.goto('/seller');
    await assertAccessible(page, 'asking');
    await ask(page, named('가게'));
    await assertAccessible(page, 'waiting');
    await page.context().clearCookies();
    await signIn(page, 'seller@banquet.test');
    for (const path of ['/seller', '/seller/goods', '/seller/goods/new', '/seller/items', '/seller/items?status=DELIVERED']) {
      await page.goto(path);
      await assertAccessible(page, path);
    }
    const id = await offer(page, named('컵'));
    await assertAccessible(page, 'goods');
    await page.fill('#f-delta', '-99');
    await page.fill('#f-reason', 'x');
    await page.click('form:has(#f-delta) button[type=submit]');
    await page.locator('.error-summary').waitFor();
    await assertAccessible(page, 'refused goods');
    await order(id, 2);
    await page.goto('/seller/items');
    await page.locator('.parcel').first().waitFor();
    for (const summary of await page.locator('.parcel summary').all()) await summary.click();
    await assertAccessible(page, 'items');
    await page.context().clearCookies();
    await signIn(page, 'admin@banquet.test');
    for (const path of ['/admin', '/admin/sellers', '/seller', '/seller/items', '/seller/goods']) {
      await page.goto(path);
      await assertAccessible(page, path);
    }
  }));
}

test('an English reader meets no Korean but names', () => visit({ lang: 'en-GB' }, async (page) => {
  await register(page);
  await page.goto('/seller');
  assert.doesNotMatch((await page.locator('main').innerText()), /[가-힣]/);
  await becomeSeller(page);
  for (const path of ['/seller/goods', '/seller/goods/new', '/seller/items']) {
    await page.goto(path);
    assert.doesNotMatch(await page.locator('main').innerText(), /[가-힣]/, path);
  }
}));

test('the staff sends what the shop itself sells', () => visit({}, async (page) => {
  await signIn(page, 'cook@banquet.test');
  await page.goto('/staff');
  await page.click('main a[href="/seller/items"]');
  await page.waitForURL('**/seller/items');
  assert.equal(await page.locator('.lanes nav').count(), 3);
  await page.goto('/seller');
  assert.match(await page.locator('.notice').textContent(), /직원 계정/);
  assert.equal(await page.locator('main form').count(), 0);
}));
